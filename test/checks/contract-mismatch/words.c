// RUN: %cc1-verify -I %inputs %s
//
// Words that do not exist, and arguments that they do not have.

#include "player.h"

#define SAYS(Words) __attribute__((annotate("virref:" Words)))

SAYS("returns-ownd") Player *misspelt(void); // expected-warning-re {{'returns-ownd' is not known; did you mean 'returns-owned'?{{.*}}[virref-contract-mismatch]}}
SAYS("returns-owned") Player *spelt(void);
SAYS("frobnicated") Player *unknown(void); // expected-warning {{'frobnicated' is not known [virref-contract-mismatch]}}
SAYS("") Player *empty(void); // expected-warning {{'' is not known [virref-contract-mismatch]}}
__attribute__((annotate("frobnicated"))) Player *notOurs(void);
__attribute__((annotate("virreference:x"))) Player *notOursEither(void);

/* What virref knows without being told is no word. */
void disposes(void (*dispose)(void *) SAYS("disposer")); // expected-warning {{'disposer' is not known [virref-contract-mismatch]}}

struct Fields
{
    Player *first SAYS("own-field"); // expected-warning-re {{did you mean 'owned-field'?{{.*}}[virref-contract-mismatch]}}
};

struct RightFields
{
    Player *first SAYS("owned-field");
    SAYS("borrowed-field") Player *second;
};

void takes(Player *player SAYS("consumed(0)")); // expected-warning {{'consumed(0)' takes no argument [virref-contract-mismatch]}}
void takesToo(Player *player SAYS("consumed()")); // expected-warning {{'consumed()' takes no argument [virref-contract-mismatch]}}

Player *same(Player *player) SAYS("returns-same"); // expected-warning-re {{'returns-same' needs the number of a parameter{{.*}}'returns-same(0)' [virref-contract-mismatch]}}
Player *sameName(Player *player) SAYS("returns-same(player)"); // expected-warning-re {{needs the number{{.*}}[virref-contract-mismatch]}}
Player *sameMinus(Player *player) SAYS("returns-same(-1)"); // expected-warning-re {{needs the number{{.*}}[virref-contract-mismatch]}}
Player *sameOpen(Player *player) SAYS("returns-same(0"); // expected-warning-re {{needs the number{{.*}}[virref-contract-mismatch]}}
Player *sameRight(Player *player) SAYS("returns-same(0)");
Player *sameSpaces(Player *player) SAYS(" returns-same( 0 ) ");

Player *counted(Player *player) SAYS("returns-same(1)"); // expected-warning {{names parameter 1, but 'counted' has 1, whose number is 0 [virref-contract-mismatch]}}
Player *countedTwo(Player *a, Player *b) SAYS("returns-same(2)"); // expected-warning {{but 'countedTwo' has 2, whose numbers are 0 to 1 [virref-contract-mismatch]}}
Player *countedNone(void) SAYS("borrowed-from(0)"); // expected-warning {{but 'countedNone' has none [virref-contract-mismatch]}}
Player *countedRight(Player *a, Player *b) SAYS("returns-same(1)");
Player *countedUnsaid() SAYS("returns-same(0)");
int putItself(Player *player SAYS("value-of(0)")); // expected-warning {{names the parameter that it stands on [virref-contract-mismatch]}}
int put(Player *table, Player *player SAYS("value-of(0)"));

int sends(Player *player SAYS("consumed-if")); // expected-warning {{needs a comparison of the result with a number, as in 'consumed-if(==0)' [virref-contract-mismatch]}}
int sendsAlone(Player *player SAYS("consumed-if(0)")); // expected-warning-re {{needs a comparison{{.*}}[virref-contract-mismatch]}}
int sendsAssigned(Player *player SAYS("consumed-if(=0)")); // expected-warning-re {{needs a comparison{{.*}}[virref-contract-mismatch]}}
int sendsNull(Player *player SAYS("consumed-if(==NULL)")); // expected-warning-re {{needs a comparison{{.*}}[virref-contract-mismatch]}}
int sendsRight(Player *player SAYS("consumed-if(==0)"));
int sendsRightToo(Player *player SAYS("consumed-if( >= -1 )"));

struct SAYS("counted(ref)") OneName { int refs; }; // expected-warning-re {{needs the names of two functions{{.*}}[virref-contract-mismatch]}}
struct SAYS("counted(ref, 0)") NoName { int refs; }; // expected-warning-re {{needs the names of two functions{{.*}}[virref-contract-mismatch]}}
struct SAYS("counted") NoNames { int refs; }; // expected-warning-re {{needs the names of two functions{{.*}}[virref-contract-mismatch]}}
struct SAYS("counted(oneRef, oneUnref)") TwoNames { int refs; };
