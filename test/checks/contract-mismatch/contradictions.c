// RUN: %cc1-verify -I %inputs -I %include %s
//
// Words that cannot both be true.

#include "player.h"
#include <virref/annotations.h>

VIRREF_RETURNS_OWNED Player *both(void) VIRREF_RETURNS_BORROWED; // expected-warning {{'returns-borrowed' contradicts 'returns-owned' [virref-contract-mismatch]}}
VIRREF_RETURNS_OWNED Player *again(void) VIRREF_RETURNS_OWNED;
Player *lent(Player *table) VIRREF_RETURNS_BORROWED VIRREF_LENT_BY(0);
Player *lentOwned(Player *table) VIRREF_LENT_BY(0) VIRREF_RETURNS_OWNED; // expected-warning {{'returns-owned' contradicts 'lent-by(0)' [virref-contract-mismatch]}}
Player *lentAndGiven(Player *table) VIRREF_LENT_BY(0) VIRREF_HANDED_OVER_BY(0); // expected-warning {{'handed-over-by(0)' contradicts 'lent-by(0)' [virref-contract-mismatch]}}
Player *given(Player *table) VIRREF_RETURNS_OWNED VIRREF_HANDED_OVER_BY(0);
Player *one(Player *a, Player *b) VIRREF_RETURNS_SAME(0) VIRREF_RETURNS_SAME(1); // expected-warning {{'returns-same(1)' contradicts 'returns-same(0)' [virref-contract-mismatch]}}

/* The prototype and the definition. */
Player *declared(int id) VIRREF_RETURNS_OWNED;
VIRREF_RETURNS_BORROWED // expected-warning {{'returns-borrowed' contradicts 'returns-owned' [virref-contract-mismatch]}}
Player *declared(int id)
{
    return NULL;
}

Player *repeated(int id) VIRREF_RETURNS_OWNED;
VIRREF_RETURNS_OWNED Player *repeated(int id)
{
    return NULL;
}

void param(Player *player VIRREF_CONSUMED);
void param(Player *player VIRREF_BORROWED); // expected-warning {{'borrowed' contradicts 'consumed' [virref-contract-mismatch]}}
void params(Player *a VIRREF_CONSUMED, Player *b VIRREF_BORROWED);
int success(Player *player VIRREF_CONSUMED VIRREF_CONSUMED_ON_SUCCESS); // expected-warning {{'consumed-on-success' contradicts 'consumed' [virref-contract-mismatch]}}
int conditions(Player *player VIRREF_CONSUMED_IF(==0) VIRREF_CONSUMED_IF(<0)); // expected-warning {{'consumed-if(<0)' contradicts 'consumed-if(==0)' [virref-contract-mismatch]}}
int condition(Player *player VIRREF_CONSUMED_IF(==0) VIRREF_CONSUMED_IF(== 0));
int gone(Player *player VIRREF_CONSUMED VIRREF_GONE_IF_FALSE);
int keeps(Player *player VIRREF_BORROWED VIRREF_RETAINED);
int out(Player **player VIRREF_OUT_OWNED VIRREF_OUT_BORROWED); // expected-warning {{'out-borrowed' contradicts 'out-owned' [virref-contract-mismatch]}}

/* What is wrong itself contradicts nothing else. */
void wrong(int id VIRREF_CONSUMED VIRREF_BORROWED); // expected-warning 2{{is not a pointer [virref-contract-mismatch]}}

struct Fields
{
    Player *player VIRREF_OWNED_FIELD VIRREF_BORROWED_FIELD; // expected-warning {{'borrowed-field' contradicts 'owned-field' [virref-contract-mismatch]}}
    Player *other VIRREF_OWNED_FIELD VIRREF_OWNED_FIELD;
};

struct VIRREF_COUNTED(thingRef, thingUnref) Thing;
struct VIRREF_COUNTED(thingRef, thingFree) Thing { int refs; }; // expected-warning {{'counted(thingRef,thingFree)' contradicts 'counted(thingRef,thingUnref)' [virref-contract-mismatch]}}

struct VIRREF_COUNTED(pairRef, pairUnref) Pair;
struct VIRREF_COUNTED(pairRef, pairUnref) Pair { int refs; };

/* Clang's attributes: about two of its own it says something itself. */
Player *retained(void) VIRREF_RETURNS_BORROWED
    __attribute__((cf_returns_retained)); // expected-warning {{'cf_returns_retained' contradicts 'returns-borrowed' [virref-contract-mismatch]}}
Player *retainedToo(void) VIRREF_RETURNS_OWNED
    __attribute__((cf_returns_retained));
void holds(Player *player VIRREF_BORROWED)
    __attribute__((ownership_holds(players, 1))); // expected-warning {{'ownership_holds' contradicts 'borrowed' [virref-contract-mismatch]}}
void holdsMemory(Player *player VIRREF_BORROWED)
    __attribute__((ownership_holds(malloc, 1)));
