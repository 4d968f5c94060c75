// RUN: %clang -fsyntax-only -I %inputs -fplugin=%virref-clang -fplugin-arg-virref-verbose -fplugin-arg-virref-max-nodes=4000 %s 2>&1 | FileCheck %s
//
// Strings and documents are no objects: what is known of them does not keep
// paths apart, and a function that does something to them alone is not followed.

// CHECK-NOT: over budget
// CHECK: 'player' is leaked here{{.*}}[virref-leak]
// CHECK-NOT: over budget
// CHECK: 1 warning

#include "player.h"

struct node { struct node *next, *children; char *content; };
struct cursor { struct node *node; };
struct place { char *street, *town, *land, *zone; int number; };

char *nodeText(struct node *node, const char *name);
struct node *nodeChild(struct cursor *cursor, const char *name);
int textToInt(const char *text, int *number);

static void cursorRestore(struct cursor **cursor) { (*cursor)->node = NULL; }

/* It keeps the node, which is no object. */
static int placeParse(struct place *place, struct node *node, struct cursor *cursor)
{
    __attribute__((cleanup(cursorRestore))) struct cursor *restored = cursor;
    struct node *child;
    g_autofree char *number = NULL;

    cursor->node = node;
    if (!(place->street = nodeText(node, "street")))
        return -1;
    if (!(place->town = nodeText(node, "town")))
        return -1;
    if ((child = nodeChild(cursor, "land")) && !(place->land = nodeText(child, "name")))
        return -1;
    if ((child = nodeChild(cursor, "zone")) && !(place->zone = nodeText(child, "name")))
        return -1;
    if (!(number = nodeText(node, "number")))
        return -1;
    if (textToInt(number, &place->number) < 0)
        return -1;
    return restored ? 0 : -1;
}

Player *playerParse(struct node *node, struct cursor *cursor, struct place *places)
{
    g_autofree char *id = NULL;
    g_autofree char *kind = NULL;
    g_autofree char *name = NULL;
    g_autofree char *team = NULL;
    g_autofree char *club = NULL;
    struct node *child = NULL;
    Player *player;

    if (!(id = nodeText(node, "id")) || !(kind = nodeText(node, "kind")))
        return NULL;
    if (!(name = nodeText(node, "name")) && !(name = nodeText(node, "alias")))
        return NULL;
    if (!(player = virObjectLockableNew(playerClass)))
        return NULL;
    if ((child = nodeChild(cursor, "team")) && !(team = nodeText(child, "name")))
        goto error;
    if ((child = nodeChild(cursor, "club")) && !(club = nodeText(child, "name")))
        goto error;
    if (placeParse(&places[0], node, cursor) < 0)
        goto error;
    if (placeParse(&places[1], node, cursor) < 0)
        goto error;
    if (placeParse(&places[2], child, cursor) < 0)
        goto error;
    if (placeParse(&places[3], child, cursor) < 0)
        goto error;
    if (textToInt(id, &player->id) < 0)
        return NULL;
    if (!team && !club && !kind)
        goto error;
    return player;

error:
    virObjectUnref(player);
    return NULL;
}
