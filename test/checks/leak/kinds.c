// RUN: %cc1-verify -I %inputs %s
//
// A struct says which of its fields is in use: the function that fills it and the
// one that frees it ask the same, and get the same answer.

#include "player.h"

typedef enum { INPUT_FILE, INPUT_TUNER, INPUT_NONE } InputKind;

typedef struct {
    Settings *settings;
    InputKind kind;
    int rate;
    union {
        struct {
            int offset;
            Player *source;
        } file;
        struct {
            Player *source;
        } tuner;
    } data;
} Input;

typedef struct {
    Settings *(*settingsNew)(void);
} InputOptions;

int parseKind(const char *text, InputKind *kind);
int parseNumber(const char *text, int *number);

static Input *inputNew(InputOptions *options)
{
    Input *input = g_new0(Input, 1);

    if (options && options->settingsNew &&
        !(input->settings = options->settingsNew())) {
        g_free(input);
        return NULL;
    }
    return input;
}

static void inputFree(Input *input)
{
    if (!input)
        return;
    switch (input->kind) {
    case INPUT_FILE:
        virObjectUnref(input->data.file.source);
        break;
    case INPUT_TUNER:
        virObjectUnref(input->data.tuner.source);
        break;
    case INPUT_NONE:
        break;
    }
    virObjectUnref(input->settings);
    g_free(input);
}

Input *inputParse(InputOptions *options, const char *text)
{
    Input *input;

    if (!(input = inputNew(options)))
        return NULL;
    if (parseKind(text, &input->kind) < 0)
        goto error;
    switch (input->kind) {
    case INPUT_FILE:
        if (!(input->data.file.source = virObjectLockableNew(playerClass)))
            goto error;
        if (parseNumber(text, &input->data.file.offset) < 0)
            goto error;
        break;
    case INPUT_TUNER:
        if (!(input->data.tuner.source = virObjectLockableNew(playerClass)))
            goto error;
        break;
    case INPUT_NONE:
        goto error;
    }
    if (parseNumber(text, &input->rate) < 0)
        goto error;
    return input;

 error:
    inputFree(input);
    return NULL;
}

/* Forgets one kind. */
static void inputClose(Input *input)
{
    if (!input)
        return;
    switch (input->kind) {
    case INPUT_FILE:
        virObjectUnref(input->data.file.source);
        break;
    case INPUT_TUNER:
    case INPUT_NONE:
        break;
    }
    virObjectUnref(input->settings);
    g_free(input);
}

Input *inputOpen(InputOptions *options, const char *text)
{
    Input *input;

    if (!(input = inputNew(options)))
        return NULL;
    if (parseKind(text, &input->kind) < 0)
        goto error;
    switch (input->kind) {
    case INPUT_FILE:
        if (!(input->data.file.source = virObjectLockableNew(playerClass)))
            goto error;
        break;
    case INPUT_TUNER:
        if (!(input->data.tuner.source = virObjectLockableNew(playerClass)))
            goto error;
        break;
    case INPUT_NONE:
        goto error;
    }
    if (parseNumber(text, &input->rate) < 0)
        goto error;
    return input;

 error:
    inputClose(input); // expected-warning-re {{'data.tuner.source'{{.*}}[virref-leak]}}
    return NULL;
}
