// RUN: %verify-dbus-1 %s
//
// How libdbus is used when it is used well.
// expected-no-diagnostics

#include <dbus/dbus.h>

struct Client {
    DBusConnection *connection;
    DBusMessage *request;
    DBusPendingCall *pending;
};

DBusConnection *connectToBus(void)
{
    DBusError error;
    DBusConnection *connection;

    dbus_error_init(&error);
    connection = dbus_bus_get(DBUS_BUS_SYSTEM, &error);
    if (dbus_error_is_set(&error)) {
        dbus_error_free(&error);
        return NULL;
    }
    return connection;
}

int ask(DBusConnection *connection)
{
    DBusError error = DBUS_ERROR_INIT;
    DBusMessage *message, *reply;
    dbus_bool_t has = FALSE;
    const char *name = "a.b";

    message = dbus_message_new_method_call("a.b", "/", "a.b", "Has");
    if (!message)
        return -1;
    if (!dbus_message_append_args(message, DBUS_TYPE_STRING, &name, DBUS_TYPE_INVALID)) {
        dbus_message_unref(message);
        return -1;
    }
    reply = dbus_connection_send_with_reply_and_block(connection, message, -1, &error);
    dbus_message_unref(message);
    if (!reply) {
        dbus_error_free(&error);
        return -1;
    }
    if (!dbus_message_get_args(reply, &error, DBUS_TYPE_BOOLEAN, &has, DBUS_TYPE_INVALID))
        dbus_error_free(&error);
    dbus_message_unref(reply);
    return has;
}

DBusHandlerResult answer(DBusConnection *connection, DBusMessage *message, void *data)
{
    DBusMessage *reply;

    if (!dbus_message_is_method_call(message, "a.b", "C"))
        return DBUS_HANDLER_RESULT_NOT_YET_HANDLED;
    reply = dbus_message_new_method_return(message);
    if (!reply)
        return DBUS_HANDLER_RESULT_NEED_MEMORY;
    if (!dbus_connection_send(connection, reply, NULL)) {
        dbus_message_unref(reply);
        return DBUS_HANDLER_RESULT_NEED_MEMORY;
    }
    dbus_message_unref(reply);
    return DBUS_HANDLER_RESULT_HANDLED;
}

static void gotReply(DBusPendingCall *pending, void *data)
{
    struct Client *client = data;
    DBusMessage *reply = dbus_pending_call_steal_reply(pending);

    if (reply) {
        client->request = dbus_message_ref(reply);
        dbus_message_unref(reply);
    }
    dbus_pending_call_unref(client->pending);
    client->pending = NULL;
}

int askLater(struct Client *client, DBusMessage *message)
{
    if (!dbus_connection_send_with_reply(client->connection, message,
                                         &client->pending, -1))
        return -1;
    if (!client->pending)
        return -1;
    dbus_pending_call_set_notify(client->pending, gotReply, client, NULL);
    return 0;
}

static void gotLast(DBusPendingCall *pending, void *data)
{
    dbus_pending_call_unref(pending);
}

int askOnce(DBusConnection *connection, DBusMessage *message)
{
    DBusPendingCall *pending;

    if (!dbus_connection_send_with_reply(connection, message, &pending, -1) || !pending)
        return -1;
    dbus_pending_call_set_notify(pending, gotLast, NULL, NULL);
    return 0;
}

int forget(DBusConnection *connection, DBusMessage *message)
{
    DBusPendingCall *pending;

    if (!dbus_connection_send_with_reply(connection, message, &pending, 100) || !pending)
        return -1;
    dbus_pending_call_cancel(pending);
    dbus_pending_call_unref(pending);
    return 0;
}

static void freeMessage(void *data)
{
    dbus_message_unref(data);
}

int filter(DBusConnection *connection, DBusHandleMessageFunction function,
           DBusMessage *message)
{
    dbus_message_ref(message);
    if (!dbus_connection_add_filter(connection, function, message, freeMessage)) {
        dbus_message_unref(message);
        return -1;
    }
    return 0;
}

void drain(DBusConnection *connection)
{
    DBusMessage *message;

    while ((message = dbus_connection_pop_message(connection)))
        dbus_message_unref(message);
}

int peek(DBusConnection *connection)
{
    DBusMessage *message = dbus_connection_borrow_message(connection);
    int type;

    if (!message)
        return 0;
    type = dbus_message_get_type(message);
    dbus_connection_return_message(connection, message);
    return type;
}

void closePrivate(const char *address)
{
    DBusError error = DBUS_ERROR_INIT;
    DBusConnection *connection = dbus_connection_open_private(address, &error);

    if (!connection) {
        dbus_error_free(&error);
        return;
    }
    dbus_connection_flush(connection);
    dbus_connection_close(connection);
    dbus_connection_unref(connection);
}
