// RUN: %verify-gio-2.0 %s
//
// How GLib, GObject and GIO are used when they are used well.
// expected-no-diagnostics

#include <gio/gio.h>

typedef struct {
    GObject parent;
    GFile *file;
    GVariant *value;
    GCancellable *cancellable;
} Item;

int size(const char *path, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GFileInfo) info = NULL;

    info = g_file_query_info(file, "*", G_FILE_QUERY_INFO_NONE, NULL, error);
    if (!info)
        return -1;
    return g_file_info_get_size(info);
}

GVariant *pair(int first, int second)
{
    GVariant *children[2];
    GVariant *one = g_variant_new_int32(first);
    GVariant *both;

    children[0] = g_variant_new_tuple(&one, 1);
    children[1] = g_variant_new_int32(second);
    both = g_variant_new_tuple(children, 2);
    return both;
}

GFile *stolen(const char *path)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);

    if (!g_file_query_exists(file, NULL))
        return NULL;
    return g_steal_pointer(&file);
}

void setFile(Item *item, GFile *file)
{
    g_set_object(&item->file, file);
}

void replaceFile(Item *item, GFile *file)
{
    if (item->file)
        g_object_unref(item->file);
    item->file = g_object_ref(file);
}

void dispose(Item *item)
{
    g_clear_object(&item->file);
    g_clear_pointer(&item->value, g_variant_unref);
    g_clear_object(&item->cancellable);
}

void setValue(Item *item, GVariant *value)
{
    g_clear_pointer(&item->value, g_variant_unref);
    item->value = g_variant_ref_sink(value);
}

int errorTells(GDBusConnection *connection)
{
    GError *error = NULL;
    GVariant *reply = g_dbus_connection_call_sync(connection, "a.b", "/", "a.b", "C",
                                                  g_variant_new("(s)", "x"), NULL,
                                                  G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

    if (error != NULL) {
        g_warning("%s", error->message);
        g_error_free(error);
        return -1;
    }
    g_variant_unref(reply);
    return 0;
}

GVariant *nested(int number)
{
    GVariant *value = g_variant_new_int32(number);

    return g_variant_new("(v)", value);
}

GVariant *built(void)
{
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE("av"));
    g_variant_builder_add_value(&builder, g_variant_new_variant(g_variant_new_string("x")));
    return g_variant_builder_end(&builder);
}

void sunkAndGiven(GVariantBuilder *builder)
{
    GVariant *value = g_variant_ref_sink(g_variant_new_boolean(TRUE));

    g_variant_builder_add_value(builder, value);
    g_variant_unref(value);
}

void floatingDropped(void)
{
    GVariant *value = g_variant_new_boolean(TRUE);

    g_variant_unref(value);
}

int children(GVariant *array)
{
    int sum = 0;

    for (gsize i = 0; i < g_variant_n_children(array); i++) {
        GVariant *child = g_variant_get_child_value(array, i);

        sum += g_variant_get_int32(child);
        g_variant_unref(child);
    }
    return sum;
}

GBytes *slice(GBytes *whole)
{
    GBytes *part = g_bytes_new_from_bytes(whole, 0, 1);

    g_bytes_unref(whole);
    return part;
}

void attach(GMainContext *context, GSourceFunc function)
{
    GSource *source = g_timeout_source_new(10);

    g_source_set_callback(source, function, NULL, NULL);
    g_source_attach(source, context);
    g_source_unref(source);
}

void run(void)
{
    GMainLoop *loop = g_main_loop_new(NULL, FALSE);

    g_main_loop_run(loop);
    g_main_loop_unref(loop);
}

void containers(const char *path)
{
    g_autoptr(GPtrArray) owning = g_ptr_array_new_with_free_func(g_object_unref);
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_object_unref);
    GFile *file = g_file_new_for_path(path);
    GFile *found;

    g_ptr_array_add(owning, g_object_ref(file));
    g_hash_table_insert(table, g_strdup(path), file);
    found = g_hash_table_lookup(table, path);
    if (found)
        g_file_query_exists(found, NULL);
    g_hash_table_destroy(table);
}

GList *listed(GList *list, const char *path)
{
    GFile *file = g_file_new_for_path(path);

    list = g_list_prepend(list, file);
    return g_list_append(list, g_object_ref(file));
}

void collect(GPtrArray *files, const char *path)
{
    g_ptr_array_add(files, g_file_new_for_path(path));
}

static gboolean later(gpointer data)
{
    g_cancellable_cancel(data);
    g_object_unref(data);
    return G_SOURCE_REMOVE;
}

void callbacks(GObject *object, GCallback callback)
{
    GCancellable *cancellable = g_cancellable_new();

    g_idle_add(later, g_object_ref(cancellable));
    g_timeout_add_full(0, 10, later, g_object_ref(cancellable), NULL);
    g_idle_add_full(0, (GSourceFunc)callback, g_object_ref(cancellable), g_object_unref);
    g_signal_connect_data(object, "a", callback, g_object_ref(cancellable),
                          (GClosureNotify)g_object_unref, 0);
    g_signal_connect(object, "b", callback, cancellable);
    g_object_set_data_full(object, "c", cancellable, g_object_unref);
}

static void finished(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    GFileInputStream *stream = g_file_read_finish(G_FILE(source), result, &error);

    if (stream)
        g_task_return_pointer(task, stream, g_object_unref);
    else
        g_task_return_error(task, error);
}

void begin(GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
    GTask *task = g_task_new(file, cancellable, callback, data);

    g_task_set_task_data(task, g_object_ref(file), g_object_unref);
    g_file_read_async(file, 0, cancellable, finished, task);
}

void inThread(GTaskThreadFunc function, GObject *source)
{
    GTask *task = g_task_new(source, NULL, NULL, NULL);

    g_task_run_in_thread(task, function);
    g_object_unref(task);
}

static gpointer worker(gpointer data)
{
    g_object_unref(data);
    return NULL;
}

void thread(GObject *object)
{
    GThread *thread = g_thread_new("worker", worker, g_object_ref(object));

    g_thread_join(thread);
}

gboolean handle(GDBusMethodInvocation *invocation, gboolean good)
{
    if (good)
        g_dbus_method_invocation_return_value(invocation, g_variant_new("(b)", TRUE));
    else
        g_dbus_method_invocation_return_dbus_error(invocation, "a.b", "no");
    return TRUE;
}

GObject *weak(GWeakRef *ref)
{
    GObject *object = g_weak_ref_get(ref);

    if (!object)
        return NULL;
    return G_OBJECT(object);
}

GObject *make(GType type)
{
    GObject *object = g_object_new(type, NULL);

    return g_object_is_floating(object) ? g_object_ref_sink(object) : object;
}

void values(GValue *value, GFile *file)
{
    GFile *copy;

    g_value_set_object(value, file);
    copy = g_value_dup_object(value);
    g_value_take_object(value, copy);
}
