// RUN: %verify-gio-2.0 %s
//
// Each kind of bug that the models of GLib, GObject and GIO can show.

#include <gio/gio.h>

int leakedOnError(const char *path, GError **error)
{
    GFile *file = g_file_new_for_path(path);
    GFileInputStream *stream = g_file_read(file, NULL, error);

    if (!stream)
        return -1; // expected-warning-re {{'file'{{.*}}[virref-leak]}}
    g_object_unref(stream);
    g_object_unref(file);
    return 0;
}

int leakedResult(GDBusConnection *connection)
{
    GError *error = NULL;
    GVariant *reply = g_dbus_connection_call_sync(connection, "a.b", "/", "a.b", "C", NULL, NULL,
                                                  G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

    if (error) {
        g_error_free(error);
        return -1;
    }
    return g_variant_n_children(reply); // expected-warning-re {{'reply'{{.*}}[virref-leak]}}
}

void unrefTwice(void)
{
    GCancellable *cancellable = g_cancellable_new();

    g_object_unref(cancellable);
    g_object_unref(cancellable); // expected-warning-re {{'cancellable'{{.*}}[virref-over-release]}}
}

void usedAfterUnref(void)
{
    GCancellable *cancellable = g_cancellable_new();

    g_object_unref(cancellable);
    g_cancellable_cancel(cancellable); // expected-warning-re {{'cancellable'{{.*}}[virref-use-after-release]}}
}

GFile *autoptrReturned(const char *path)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);

    return file; // expected-warning-re {{'file'{{.*}}[virref-use-after-release]}}
}

void autoptrAndUnref(const char *path)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);

    g_object_unref(file);
} // expected-warning-re {{'file'{{.*}}[virref-over-release]}}

int floatingLeaked(int number)
{
    GVariant *value = g_variant_new_int32(number);

    return g_variant_get_int32(value); // expected-warning-re {{'value'{{.*}}[virref-leak]}}
}

void floatingConsumedThenReleased(GDBusConnection *connection)
{
    GVariant *arguments = g_variant_new("(i)", 1);

    g_dbus_connection_call(connection, "a.b", "/", "a.b", "C", arguments, NULL,
                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
    g_variant_unref(arguments); // expected-warning-re {{'arguments'{{.*}}[virref-over-release]}}
}

/* The builder takes a floating reference over, but this one does not float. */
void sunkLeaked(GVariantBuilder *builder)
{
    GVariant *value = g_variant_ref_sink(g_variant_new_boolean(TRUE));

    g_variant_builder_add_value(builder, value);
} // expected-warning-re {{'value'{{.*}}[virref-leak]}}

int leakedBytes(const char *data, gsize size)
{
    GBytes *bytes = g_bytes_new(data, size);

    if (g_bytes_get_size(bytes) == 0)
        return -1; // expected-warning-re {{'bytes'{{.*}}[virref-leak]}}
    g_bytes_unref(bytes);
    return 0;
}

void sourceLeaked(GSourceFunc function)
{
    GSource *source = g_idle_source_new();

    g_source_set_callback(source, function, NULL, NULL);
    g_source_attach(source, NULL);
} // expected-warning-re {{'source'{{.*}}[virref-leak]}}

void arrayOwnsItsValues(const char *path)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(g_object_unref);
    GFile *file = g_file_new_for_path(path);

    g_ptr_array_add(files, file);
    g_object_unref(file); // expected-warning-re {{'file'{{.*}}[virref-over-release]}}
    g_ptr_array_unref(files);
}

void arrayDoesNotOwn(const char *path)
{
    GPtrArray *files = g_ptr_array_new();
    GFile *file = g_file_new_for_path(path);

    g_ptr_array_add(files, file);
    g_ptr_array_unref(files);
} // expected-warning-re {{'file'{{.*}}[virref-leak]}}

void tableOwnsItsValues(const char *path)
{
    GHashTable *files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_object_unref);
    GFile *file = g_file_new_for_path(path);

    g_hash_table_insert(files, (gpointer)path, file);
    g_object_unref(file); // expected-warning-re {{'file'{{.*}}[virref-over-release]}}
    g_hash_table_unref(files);
}

void callbackDataReleased(GSourceFunc function)
{
    GCancellable *cancellable = g_cancellable_new();

    g_idle_add_full(G_PRIORITY_DEFAULT, function, cancellable, g_object_unref);
    g_object_unref(cancellable); // expected-warning-re {{'cancellable'{{.*}}[virref-over-release]}}
}

void signalDataReleased(GObject *object, GCallback callback)
{
    GCancellable *data = g_cancellable_new();

    g_signal_connect_data(object, "notify", callback, data, (GClosureNotify)g_object_unref, 0);
    g_object_unref(data); // expected-warning-re {{'data'{{.*}}[virref-over-release]}}
}

void taskLeaked(gpointer source, GAsyncReadyCallback callback)
{
    GTask *task = g_task_new(source, NULL, callback, NULL);

    g_task_return_boolean(task, TRUE);
} // expected-warning-re {{'task'{{.*}}[virref-leak]}}

void taskResultReleased(GTask *task)
{
    GFile *file = g_file_new_for_path("/");

    g_task_return_pointer(task, file, g_object_unref);
    g_object_unref(file); // expected-warning-re {{'file'{{.*}}[virref-over-release]}}
}

