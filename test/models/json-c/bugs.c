// RUN: %verify-json-c %s
//
// Each kind of bug that the model of json-c can show.

#include <json.h>

int leakedOnError(const char *text)
{
    struct json_object *root = json_tokener_parse(text);

    if (!root)
        return -1;
    if (json_object_get_type(root) != json_type_object)
        return -1; // expected-warning-re {{'root'{{.*}}[virref-leak]}}
    json_object_put(root);
    return 0;
}

struct json_object *leakedBesideAnother(int id)
{
    struct json_object *root = json_object_new_object();
    struct json_object *value = json_object_new_int(id);

    if (!root)
        return NULL; // expected-warning-re {{'value'{{.*}}[virref-leak]}}
    json_object_object_add(root, "id", value);
    return root;
}

int leakedWhereAddingFails(struct json_object *root)
{
    struct json_object *name = json_object_new_string("x");

    if (json_object_object_add(root, "name", name) != 0)
        return -1; // expected-warning-re {{'name'{{.*}}[virref-leak]}}
    return 0;
}

void putTwice(const char *text)
{
    struct json_object *root = json_tokener_parse(text);

    json_object_put(root);
    json_object_put(root); // expected-warning-re {{'root'{{.*}}[virref-over-release]}}
}

void putAfterAdding(struct json_object *array)
{
    struct json_object *item = json_object_new_int(1);

    json_object_array_add(array, item);
    json_object_put(item); // expected-warning-re {{'item'{{.*}}[virref-over-release]}}
}

int putWhatIsLent(struct json_object *root)
{
    struct json_object *name = json_object_object_get(root, "name");
    int length = json_object_get_string_len(name);

    json_object_put(name); // expected-warning-re {{'name'{{.*}}[virref-over-release]}}
    return length;
}

const char *usedAfterPut(const char *text)
{
    struct json_object *root = json_tokener_parse(text);

    json_object_put(root);
    return json_object_get_string(root); // expected-warning-re {{'root'{{.*}}[virref-use-after-release]}}
}

int addedWithoutReference(struct json_object *from, struct json_object *to)
{
    struct json_object *name = json_object_object_get(from, "name");

    return json_object_object_add(to, "name", name); // expected-warning-re {{'name'{{.*}}[virref-missing-ref]}}
}
