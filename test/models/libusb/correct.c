// RUN: %verify-libusb-1.0 %s
//
// How libusb is used when it is used well.
// expected-no-diagnostics

#include <libusb.h>
#include <stdlib.h>

struct Port {
    libusb_device *device;
    libusb_device_handle *handle;
    struct libusb_transfer *transfer;
};

libusb_device *find(libusb_context *context, int bus)
{
    libusb_device **list, *found = NULL;
    ssize_t count = libusb_get_device_list(context, &list);

    for (ssize_t i = 0; i < count; i++)
        if (libusb_get_bus_number(list[i]) == bus) {
            found = libusb_ref_device(list[i]);
            break;
        }
    if (count >= 0)
        libusb_free_device_list(list, 1);
    return found;
}

int descriptor(libusb_context *context, int bus)
{
    struct libusb_device_descriptor d;
    libusb_device *device = find(context, bus);
    int result = -1;

    if (!device)
        return -1;
    if (libusb_get_device_descriptor(device, &d) == 0)
        result = d.idVendor;
    libusb_unref_device(device);
    return result;
}

int openPort(struct Port *port, libusb_device *device)
{
    if (libusb_open(device, &port->handle) < 0)
        return -1;
    port->device = libusb_ref_device(device);
    port->transfer = libusb_alloc_transfer(0);
    return 0;
}

void closePort(struct Port *port)
{
    libusb_free_transfer(port->transfer);
    libusb_close(port->handle);
    libusb_unref_device(port->device);
    free(port);
}

int probe(libusb_device *device)
{
    libusb_device_handle *handle = NULL;
    int result = libusb_open(device, &handle);

    if (result)
        goto out;
    result = libusb_claim_interface(handle, 0);
    if (result)
        goto out;
    libusb_release_interface(handle, 0);
out:
    if (handle)
        libusb_close(handle);
    return result;
}

int busOf(libusb_device_handle *handle)
{
    libusb_device *device = libusb_get_device(handle);
    libusb_device *parent = libusb_get_parent(device);

    return libusb_get_bus_number(parent ? parent : device);
}
