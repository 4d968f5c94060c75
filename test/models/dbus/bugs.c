// RUN: %verify-dbus-1 %s
//
// Each kind of bug that the model of libdbus can show.

#include <dbus/dbus.h>

int leakedMessage(DBusConnection *connection)
{
    DBusMessage *message =
        dbus_message_new_method_call("a.b", "/a", "a.b", "Call");
    dbus_uint32_t number = 1;

    if (!message)
        return -1;
    if (!dbus_message_append_args(message, DBUS_TYPE_UINT32, &number, DBUS_TYPE_INVALID))
        return -1; // expected-warning-re {{'message'{{.*}}[virref-leak]}}
    dbus_connection_send(connection, message, NULL);
    dbus_message_unref(message);
    return 0;
}

void sendDoesNotConsume(DBusConnection *connection)
{
    DBusMessage *message = dbus_message_new_signal("/a", "a.b", "Gone");

    if (message)
        dbus_connection_send(connection, message, NULL);
} // expected-warning-re {{'message'{{.*}}[virref-leak]}}

int leakedReply(DBusConnection *connection, DBusMessage *message)
{
    DBusError error = DBUS_ERROR_INIT;
    DBusMessage *reply =
        dbus_connection_send_with_reply_and_block(connection, message, -1, &error);

    if (dbus_error_is_set(&error)) {
        dbus_error_free(&error);
        return -1;
    }
    return dbus_message_get_type(reply); // expected-warning-re {{'reply'{{.*}}[virref-leak]}}
}

int leakedPending(DBusConnection *connection, DBusMessage *message,
                  DBusPendingCallNotifyFunction done)
{
    DBusPendingCall *pending = NULL;

    if (!dbus_connection_send_with_reply(connection, message, &pending, -1))
        return -1;
    if (!pending)
        return -1;
    if (!done)
        return -1; // expected-warning-re {{'pending'{{.*}}[virref-leak]}}
    dbus_pending_call_set_notify(pending, done, NULL, NULL);
    return 0;
}

void unrefTwice(DBusPendingCall *pending)
{
    DBusMessage *reply = dbus_pending_call_steal_reply(pending);

    dbus_message_unref(reply);
    dbus_message_unref(reply); // expected-warning-re {{'reply'{{.*}}[virref-over-release]}}
}

const char *usedAfterUnref(DBusConnection *connection)
{
    DBusMessage *message = dbus_connection_pop_message(connection);

    if (!message)
        return NULL;
    dbus_message_unref(message);
    return dbus_message_get_member(message); // expected-warning-re {{'message'{{.*}}[virref-use-after-release]}}
}

static void freeMessage(void *data)
{
    dbus_message_unref(data);
}

/* If there is no memory for the filter, nobody frees its data. */
int leakedFilterData(DBusConnection *connection, DBusHandleMessageFunction filter)
{
    DBusMessage *template = dbus_message_new_signal("/a", "a.b", "C");

    if (!dbus_connection_add_filter(connection, filter, template, freeMessage))
        return -1; // expected-warning-re {{'template'{{.*}}[virref-leak]}}
    return 0;
}

void filterDataReleased(DBusConnection *connection, DBusHandleMessageFunction filter)
{
    DBusMessage *template = dbus_message_new_signal("/a", "a.b", "C");

    dbus_connection_set_dispatch_status_function(connection, NULL, template,
                                                 freeMessage);
    dbus_message_unref(template); // expected-warning-re {{'template'{{.*}}[virref-over-release]}}
}
