/*
 * virobject.c: what libvirobject says, said in libvirt's way
 *
 * Takes the place of src/util/virobject.c in libvirt 9.0.0, see docs/dropin.md.
 *
 * Part of virref, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 */

#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "virobject.h"
#include "virerror.h"
#include "virlog.h"

#define VIR_FROM_THIS VIR_FROM_NONE

VIR_LOG_INIT("util.object");

/* A warning may be filtered out, and tests keep the log for themselves: the
 * reason for an abort must be seen. */
static void
virObjectSayAbort(const char *message,
                  void *opaque G_GNUC_UNUSED)
{
    VIR_ERROR("aborting: %s", message);
    fprintf(stderr, "virobject: aborting: %s\n", message);
}

static void
virObjectSayMessage(virObjectMessageKind kind,
                    const char *function,
                    const char *message,
                    void *opaque G_GNUC_UNUSED)
{
    if (kind == VIR_OBJECT_WARNING) {
        VIR_WARN("%s: %s", function, message);
        return;
    }

    /* There was no memory, or no class. libvirt uses what virObjectNew()
     * returns without looking, as it never returns NULL there. */
    if (STREQ(function, "virObjectNew")) {
        virObjectSayAbort(message, NULL);
        abort();
    }

    virReportError(VIR_ERR_INTERNAL_ERROR, "%s: %s", function, message);
}

/* Before main() and before other libraries use libvirt: nobody has made a
 * class yet. */
static void __attribute__((constructor))
virObjectSetHooks(void)
{
    virObjectSetMessageHook(virObjectSayMessage, NULL);
    virObjectSetAbortHook(virObjectSayAbort, NULL);
}
