// Deliberate faults: valgrind and the sanitizers must find each of them, or they are not active.
#include <sync_ingest.h>

#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <string.h>

static sync_ingest_error *an_error(void)
{
    sync_ingest_error *error = NULL;
    sync_ingest_folder_open(NULL, NULL, NULL, &error);
    return error;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "none") == 0) {
        sync_ingest_error_free(an_error());
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "use-after-free") == 0) {
        sync_ingest_error *error = an_error();
        const volatile char *lent = sync_ingest_error_message(error);
        sync_ingest_error_free(error);
        return lent[0] == 'x' ? 1 : 0;
    }
    if (argc == 2 && strcmp(argv[1], "leak") == 0) {
        an_error();
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "descriptor") == 0)
        return open("/dev/null", O_RDONLY) < 0;
    if (argc == 2 && strcmp(argv[1], "overflow") == 0) {
        volatile int number = INT_MAX;
        number = number + 1;
        return 0;
    }
    return 64;
}
