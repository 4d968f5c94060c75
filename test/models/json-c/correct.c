// RUN: %verify-json-c %s
//
// How json-c is used when it is used well.
// expected-no-diagnostics

#include <json.h>
#include <string.h>

struct Config {
    struct json_object *root;
    struct json_object *current;
};

struct json_object *build(int id, const char *name)
{
    struct json_object *root = json_object_new_object();
    struct json_object *list, *item;

    if (!root)
        return NULL;
    list = json_object_new_array();
    if (!list)
        goto error;
    json_object_object_add(root, "list", list);
    item = json_object_new_int(id);
    json_object_array_add(list, item);
    json_object_set_int(item, id + 1); // the array keeps it alive
    json_object_object_add(root, "name", json_object_new_string(name));
    return root;

error:
    json_object_put(root);
    return NULL;
}

int addOrDrop(struct json_object *root, const char *text)
{
    struct json_object *value = json_tokener_parse(text);

    if (!value)
        return -1;
    if (json_object_object_add(root, "value", value) < 0) {
        json_object_put(value);
        return -1;
    }
    return 0;
}

int share(struct json_object *from, struct json_object *to)
{
    struct json_object *value;

    if (!json_object_object_get_ex(from, "value", &value))
        return -1;
    json_object_get(value);
    if (json_object_object_add(to, "value", value) < 0) {
        json_object_put(value);
        return -1;
    }
    return 0;
}

int look(const char *path)
{
    struct json_object *root = json_object_from_file(path);
    struct json_object *value;
    int number = -1;

    if (json_object_object_get_ex(root, "a", &value))
        number = json_object_get_int(value);
    value = json_object_array_get_idx(json_object_object_get(root, "b"), 0);
    if (value)
        number += json_object_get_int(value);
    json_object_put(root);
    return number;
}

int keep(struct Config *config, const char *text)
{
    struct json_object *root = json_tokener_parse(text);

    if (!root)
        return -1;
    json_object_put(config->root);
    config->root = root;
    config->current = json_object_object_get(root, "current");
    return 0;
}

void drop(struct Config *config)
{
    json_object_put(config->root);
    config->root = NULL;
}

struct json_object *copy(struct json_object *source)
{
    struct json_object *result = NULL;

    if (json_object_deep_copy(source, &result, NULL) != 0)
        return NULL;
    return result;
}

int iterate(struct json_object *root)
{
    int count = 0;

    json_object_object_foreach(root, key, value) {
        if (strcmp(key, "x") && json_object_is_type(value, json_type_int))
            count++;
    }
    return count;
}

void replaceRoot(const char *first, const char *second)
{
    struct json_object *root = json_tokener_parse(first);

    if (!root)
        root = json_tokener_parse(second);
    json_object_put(root);
}
