#include "Debug.h"
#include <stdlib.h>
namespace vir::debug {
void enroll(virClass *) {}
virObject *allocate(virClass *) { return nullptr; }
void born(virObject *) {}
void died(virObject *, bool) {}
void take(virObject *Obj, const char *, const char *Function) { vir::take(Obj, Function); }
bool give(virObject *Obj, const char *, const char *Function) { return vir::give(Obj, Function); }
void explain(const void *) {}
} // namespace vir::debug
