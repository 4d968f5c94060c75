// Results that live as long as something else: borrowed-from, lent-by,
// removed-from.
//
// RUN: %cc1-verify -I %inputs %s

#include "virobject.h"

#define VIRREF(Word) __attribute__((annotate("virref:" Word)))

typedef struct _Def { int id; } Def;
typedef struct _Guest { virObject parent; Def *def; } Guest;
typedef struct _Table Table;

Guest *guestNew(void) VIRREF("returns-owned");
Guest *guestOf(int id) VIRREF("returns-borrowed");
Def *guestDef(Guest *guest) VIRREF("borrowed-from(0)");
void look(Def *def);

Table *tableNew(VIRREF("frees-values") void (*destroy)(void *)) VIRREF("returns-owned");
void tableFree(Table *table VIRREF("consumed"));
int tableAdd(Table *table, void *value VIRREF("value-of(0)"));
Guest *tableFind(Table *table, int id) VIRREF("lent-by(0)");
Guest *tableSteal(Table *table, int id) VIRREF("handed-over-by(0)");
void tableRemove(Table *table, Guest *guest VIRREF("removed-from(0)"));
void tableForget(Table *table, int id VIRREF("removed-from(0)"));

int defAfter(void)
{
    Guest *guest = guestNew();
    Def *def = guestDef(guest);
    virObjectUnref(guest);
    return def->id; // expected-warning {{'def' is accessed after the release of what kept it alive}}
}

int defBefore(void)
{
    Guest *guest = guestNew();
    Def *def = guestDef(guest);
    int id = def->id;
    virObjectUnref(guest);
    return id;
}

Def *defReturned(void)
{
    Guest *guest = guestNew();
    Def *def = guestDef(guest);
    virObjectUnref(guest);
    return def; // expected-warning {{'def' is returned after the release of what kept it alive}}
}

Def *defOfOther(Guest *guest)
{
    Def *def = guestDef(virObjectRef(guest));
    virObjectUnref(guest);
    return def;
}

void defPassed(void)
{
    Guest *guest = guestNew();
    Def *def = guestDef(guest);
    virObjectUnref(guest);
    look(def); // expected-warning {{'def' is passed to a function after the release of what kept it alive}}
}

void valueAfter(void)
{
    Table *table = tableNew(virObjectFreeCallback);
    Guest *guest = tableFind(table, 1);
    tableFree(table);
    look(guest->def); // expected-warning {{'guest' is accessed after the release of what kept it alive}}
}

void valueReffed(void)
{
    Table *table = tableNew(virObjectFreeCallback);
    Guest *guest = virObjectRef(tableFind(table, 1));
    tableFree(table);
    if (guest)
        look(guest->def);
    virObjectUnref(guest);
}

// Without a function that frees them, the values stay.
void valueOfPlain(void)
{
    Table *table = tableNew(0);
    Guest *guest = tableFind(table, 1);
    tableFree(table);
    look(guest->def);
}

void added(void)
{
    Table *table = tableNew(virObjectFreeCallback);
    Guest *guest = guestNew();
    if (tableAdd(table, guest) < 0)
        virObjectUnref(guest);
    tableFree(table);
}

void addedAndUsed(void)
{
    Table *table = tableNew(virObjectFreeCallback);
    Guest *guest = guestNew();
    if (tableAdd(table, guest) < 0) {
        virObjectUnref(guest);
        tableFree(table);
        return;
    }
    tableFree(table);
    look(guest->def); // expected-warning {{'guest' is accessed after the release of what kept it alive}}
}

void addedToPlain(void)
{
    Table *table = tableNew(0);
    Guest *guest = guestNew();
    tableAdd(table, guest);
    tableFree(table); 
} // expected-warning {{'guest' is leaked here}}

void addedToPlainAndReleased(void)
{
    Table *table = tableNew(0);
    Guest *guest = guestNew();
    tableAdd(table, guest);
    tableFree(table);
    virObjectUnref(guest);
}

// Whether it owns its values is not known here.
int addedToOther(Table *table)
{
    Guest *guest = guestNew();
    return tableAdd(table, guest);
}

int addedBorrowed(void)
{
    Table *table = tableNew(virObjectFreeCallback);
    Guest *guest = guestOf(3);
    int rc = tableAdd(table, guest); // expected-warning {{'guest' is handed over here, but this code owns no reference}}
    tableFree(table);
    return rc;
}

void stolen(void)
{
    Table *table = tableNew(virObjectFreeCallback);
    Guest *guest = tableSteal(table, 1);
    tableFree(table);
    virObjectUnref(guest);
}

void stolenAndLost(void)
{
    Table *table = tableNew(virObjectFreeCallback);
    Guest *guest = tableSteal(table, 1);
    tableFree(table);
    look(guest ? guest->def : 0);
} // expected-warning {{'guest' is leaked here}}

int removedItself(int id)
{
    Table *table = tableNew(virObjectUnref);
    Guest *guest = tableFind(table, id);
    int found = guest->def->id;
    tableRemove(table, guest);
    found += guest->def->id; // expected-warning {{'guest' is accessed after the release of what kept it alive}}
    tableFree(table);
    return found;
}

int removedByKey(int id)
{
    Table *table = tableNew(virObjectUnref);
    Guest *guest = tableFind(table, id);
    int found = guest->def->id;
    tableForget(table, id);
    found += guest->def->id; // expected-warning {{'guest' is accessed after the release of what kept it alive}}
    tableFree(table);
    return found;
}

int removedByAnother(int id, int other)
{
    Table *table = tableNew(virObjectUnref);
    Guest *guest = tableFind(table, id);
    int found;
    tableForget(table, other);
    found = guest->def->id;
    tableFree(table);
    return found;
}

int removedFromBorrower(int id)
{
    Table *table = tableNew(NULL);
    Guest *guest = tableFind(table, id);
    int found;
    tableRemove(table, guest);
    found = guest->def->id;
    tableFree(table);
    return found;
}
