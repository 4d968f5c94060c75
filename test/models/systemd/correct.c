// The idioms of programs that use libsystemd, against the real headers: nothing
// is found.
// RUN: %verify-libsystemd %s
// expected-no-diagnostics

#include <errno.h>
#include <stdlib.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-device.h>
#include <systemd/sd-event.h>

#define CLEANUP(function) __attribute__((cleanup(function)))

typedef struct Manager {
    sd_bus *bus;
    sd_event *event;
    sd_event_source *timer;
    sd_bus_slot *slot;
} Manager;

static int onTimer(sd_event_source *source, uint64_t now, void *userdata)
{
    return 0;
}

static int onMessage(sd_bus_message *m, void *userdata, sd_bus_error *error)
{
    return sd_bus_reply_method_return(m, NULL);
}

static Manager *managerFree(Manager *m)
{
    if (!m)
        return NULL;
    sd_event_source_disable_unref(m->timer);
    m->slot = sd_bus_slot_unref(m->slot);
    m->bus = sd_bus_flush_close_unref(m->bus);
    m->event = sd_event_unref(m->event);
    free(m);
    return NULL;
}

int managerNew(Manager **ret)
{
    Manager *m = calloc(1, sizeof(*m));
    int r;

    if (!m)
        return -ENOMEM;
    r = sd_event_default(&m->event);
    if (r < 0)
        goto fail;
    r = sd_bus_default_system(&m->bus);
    if (r < 0)
        goto fail;
    r = sd_bus_attach_event(m->bus, m->event, 0);
    if (r < 0)
        goto fail;
    r = sd_event_add_time(m->event, &m->timer, 0, 0, 0, onTimer, m);
    if (r < 0)
        goto fail;
    r = sd_bus_add_match(m->bus, &m->slot, "type='signal'", onMessage, m);
    if (r < 0)
        goto fail;
    *ret = m;
    return 0;
fail:
    managerFree(m);
    return r;
}

int floating(sd_bus *bus, sd_event *event)
{
    int r = sd_bus_add_match(bus, NULL, "type='signal'", onMessage, NULL);

    if (r < 0)
        return r;
    return sd_event_add_signal(event, NULL, 15, NULL, NULL);
}

int restart(Manager *m, uint64_t usec)
{
    if (m->timer) {
        m->timer = sd_event_source_unref(m->timer);
    }
    return sd_event_add_time(m->event, &m->timer, 0, usec, 0, onTimer, m);
}

int call(sd_bus *bus, char **ret)
{
    sd_bus_error error = SD_BUS_ERROR_NULL;
    sd_bus_message *m = NULL, *reply = NULL;
    const char *text;
    int r;

    r = sd_bus_message_new_method_call(bus, &m, "org.example", "/", "org.example", "Get");
    if (r < 0)
        goto finish;
    r = sd_bus_call(bus, m, 0, &error, &reply);
    if (r < 0)
        goto finish;
    r = sd_bus_message_read(reply, "s", &text);
finish:
    sd_bus_error_free(&error);
    sd_bus_message_unref(reply);
    sd_bus_message_unref(m);
    return r;
}

int callWithCleanup(sd_bus *bus)
{
    CLEANUP(sd_bus_message_unrefp) sd_bus_message *m = NULL;
    CLEANUP(sd_bus_message_unrefp) sd_bus_message *reply = NULL;
    int r;

    r = sd_bus_message_new_method_call(bus, &m, "org.example", "/", "org.example", "Get");
    if (r < 0)
        return r;
    r = sd_bus_call(bus, m, 0, NULL, &reply);
    if (r < 0)
        return r;
    m = sd_bus_message_unref(m);
    return sd_bus_message_is_empty(reply);
}

int returned(sd_event **ret)
{
    CLEANUP(sd_event_unrefp) sd_event *event = NULL;
    int r = sd_event_new(&event);

    if (r < 0)
        return r;
    r = sd_event_set_watchdog(event, 1);
    if (r < 0)
        return r;
    *ret = event;
    event = NULL;
    return 0;
}

int untilIdle(sd_bus *bus)
{
    for (;;) {
        sd_bus_message *m = NULL;
        int r = sd_bus_process(bus, &m);

        if (r < 0)
            return r;
        if (r == 0)
            break;
        if (m)
            sd_bus_message_is_signal(m, NULL, NULL);
        sd_bus_message_unref(m);
    }
    return 0;
}

sd_bus *kept(sd_bus_message *m)
{
    return sd_bus_ref(sd_bus_message_get_bus(m));
}

int devices(void)
{
    CLEANUP(sd_device_enumerator_unrefp) sd_device_enumerator *e = NULL;
    int count = 0;

    if (sd_device_enumerator_new(&e) < 0)
        return -1;
    for (sd_device *d = sd_device_enumerator_get_device_first(e); d; d = sd_device_enumerator_get_device_next(e)) {
        sd_device *parent;

        if (sd_device_get_parent(d, &parent) >= 0)
            count++;
    }
    return count;
}

int runLoop(void)
{
    sd_event *event = NULL;
    sd_bus *bus = NULL;
    int r;

    r = sd_event_default(&event);
    if (r < 0)
        return r;
    r = sd_bus_open_user(&bus);
    if (r < 0) {
        event = sd_event_unref(event);
        return r;
    }
    r = sd_bus_attach_event(bus, event, SD_EVENT_PRIORITY_NORMAL);
    if (r >= 0)
        r = sd_event_loop(event);
    sd_bus_flush_close_unref(bus);
    sd_event_unref(event);
    return r;
}
