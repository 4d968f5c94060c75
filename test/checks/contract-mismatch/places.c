// RUN: %cc1-verify -I %inputs -I %include %s
//
// Words on the wrong kind of declaration.

#include "player.h"
#include <virref/annotations.h>

typedef Player *PlayerPtr;
typedef void (*FreeFunc)(void *opaque);

VIRREF_CONSUMED void onFunction(Player *player); // expected-warning {{'consumed' belongs on a parameter, not on a function [virref-contract-mismatch]}}
Player *onParam(int id VIRREF_RETURNS_OWNED); // expected-warning {{'returns-owned' belongs on a function, not on a parameter [virref-contract-mismatch]}}
Player *variable VIRREF_OWNED_FIELD; // expected-warning {{'owned-field' belongs on a field, not on a variable [virref-contract-mismatch]}}
typedef Player Name VIRREF_COUNTED(nameRef, nameUnref); // expected-warning {{'counted(nameRef,nameUnref)' belongs on a struct, not on a typedef [virref-contract-mismatch]}}
enum VIRREF_COUNTED(a, b) Kind { KIND }; // expected-warning {{belongs on a struct, not on an enum [virref-contract-mismatch]}}
struct VIRREF_OWNED_FIELD OnStruct { int id; }; // expected-warning {{belongs on a field, not on a struct [virref-contract-mismatch]}}

struct Fields
{
    Player *(*get)(void) VIRREF_RETURNS_OWNED; // expected-warning {{'returns-owned' belongs on a function, not on a field [virref-contract-mismatch]}}
    int id VIRREF_OWNED_FIELD; // expected-warning {{'owned-field' is about an object, but 'id' is not a pointer [virref-contract-mismatch]}}
    struct
    {
        Player *player VIRREF_CONSUMED; // expected-warning {{'consumed' belongs on a parameter, not on a field [virref-contract-mismatch]}}
    } inner;
};

struct RightFields
{
    Player *player VIRREF_OWNED_FIELD;
    PlayerPtr other VIRREF_BORROWED_FIELD;
    void *opaque VIRREF_OWNED_FIELD;
    Player *players[4] VIRREF_OWNED_FIELD;
};

int returnsNumber(void) VIRREF_RETURNS_OWNED; // expected-warning {{is about the result, but 'returnsNumber' does not return a pointer [virref-contract-mismatch]}}
void returnsNothing(Player *player) VIRREF_RETURNS_SAME(0); // expected-warning {{is about the result, but 'returnsNothing' does not return a pointer [virref-contract-mismatch]}}
PlayerPtr returnsPointer(void) VIRREF_RETURNS_OWNED;
void *returnsOpaque(void) VIRREF_RETURNS_OWNED;

void number(int id VIRREF_CONSUMED); // expected-warning {{is about an object, but 'id' is not a pointer [virref-contract-mismatch]}}
void structure(Player player VIRREF_CONSUMED); // expected-warning {{but 'player' is not a pointer [virref-contract-mismatch]}}
void unnamed(int VIRREF_CONSUMED); // expected-warning {{but it is not a pointer [virref-contract-mismatch]}}
void pointer(PlayerPtr player VIRREF_CONSUMED);
void list(Player *players[] VIRREF_BORROWED);

int slot(Player *player VIRREF_OUT_OWNED); // expected-warning {{'out-owned' is about a pointer to a pointer, which 'player' is not [virref-contract-mismatch]}}
int slotNumber(int id VIRREF_OUT_BORROWED); // expected-warning {{which 'id' is not [virref-contract-mismatch]}}
int slotRight(Player **player VIRREF_OUT_OWNED);
int slotTypedef(PlayerPtr *player VIRREF_OUT_OWNED);
void slotOpaque(void *playerptr VIRREF_CONSUMED_AND_CLEARED);

int callback(Player *player VIRREF_FREES_VALUES); // expected-warning {{'frees-values' is about a pointer to a function, which 'player' is not [virref-contract-mismatch]}}
int callbackRight(FreeFunc free VIRREF_FREES_VALUES);
int callbackLong(void *opaque, void (*free)(void *) VIRREF_DESTROYS(0));

void result(Player *player VIRREF_CONSUMED_ON_SUCCESS); // expected-warning {{depends on the result, but 'result' returns nothing [virref-contract-mismatch]}}
void resultIf(Player *player VIRREF_CONSUMED_IF(<0)); // expected-warning {{depends on the result, but 'resultIf' returns nothing [virref-contract-mismatch]}}
bool resultRight(Player *player VIRREF_CONSUMED_ON_SUCCESS);

/* A definition is a declaration, too; and what is wrong is not acted upon. */
VIRREF_CONSUMED // expected-warning-re {{belongs on a parameter{{.*}}[virref-contract-mismatch]}}
static int looks(Player *player)
{
    return player->id;
}

int looked(void)
{
    Player *player = virObjectLockableNew(playerClass);
    int id = looks(player);

    return id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}
