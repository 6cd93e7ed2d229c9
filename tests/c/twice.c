// The header is self-contained and may be included twice.
#include <sync_ingest.h>
#include <sync_ingest.h>

int main(void)
{
    return sync_ingest_abi_version() == SYNC_INGEST_ABI_VERSION ? 0 : 1;
}
