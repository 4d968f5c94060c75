/* util.h - logging, strings, threads and sockets */
#ifndef GUESTD_UTIL_H
#define GUESTD_UTIL_H

#include <stdbool.h>
#include <stddef.h>

void logError(const char *format, ...);
void logInfo(const char *format, ...);

char *strCopy(const char *s);
bool strSame(const char *a, const char *b);

typedef struct Thread {
    unsigned long id;
} Thread;

/* 0, or -1 when the thread could not be started */
int threadCreate(Thread *thread, void (*func)(void *opaque), void *opaque);

int socketListen(const char *path);
int socketAccept(int listener);
int socketConnect(const char *path);
/* the length of the line, 0 at the end, -1 on errors */
int socketReadLine(int fd, char *line, size_t size);
int socketWrite(int fd, const char *text);
void socketClose(int fd);

#endif
