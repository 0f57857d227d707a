/* Python for 巡察整改 on Linux: it looks at nothing of the user's (no PYTHONPATH, no packages of the user, no folder of
   the caller), names of files are UTF-8 as they are in our folder, whatever the locale, and it writes nothing into itself. */
#include "Python.h"
#include <stdlib.h>
#include <unistd.h>

/* Where the certificates of authorities lie on systems of the Red Hat family; OpenSSL itself looks where Debian has them. */
#define OTHER_AUTHORITIES "/etc/pki/tls/certs/ca-bundle.crt"
#define AUTHORITIES "/etc/ssl/certs/ca-certificates.crt"

int
main(int argc, char **argv)
{
    PyPreConfig first;
    PyConfig config;
    PyStatus status;

    if (access(AUTHORITIES, R_OK) != 0 && access(OTHER_AUTHORITIES, R_OK) == 0)
        setenv("SSL_CERT_FILE", OTHER_AUTHORITIES, 0);
    PyPreConfig_InitPythonConfig(&first);
    first.isolated = 1;
    first.use_environment = 0;
    first.utf8_mode = 1;
    status = Py_PreInitializeFromBytesArgs(&first, argc, argv);
    if (PyStatus_Exception(status))
        Py_ExitStatusException(status);
    PyConfig_InitPythonConfig(&config);
    config.isolated = 1;
    config.use_environment = 0;
    config.user_site_directory = 0;
    config.write_bytecode = 0;
    status = PyConfig_SetBytesArgv(&config, argc, argv);
    if (!PyStatus_Exception(status))
        status = Py_InitializeFromConfig(&config);
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status))
        Py_ExitStatusException(status);
    return Py_RunMain();
}
