/* Starts python\PROGRAM -P -m MODULE with the same arguments; Python is found beside this program, wherever that is. */
#include <wchar.h>
#include <windows.h>

#define LONGEST 32768

static wchar_t self[LONGEST], folder[LONGEST], line[LONGEST];

int wmain(void) {
    DWORD code = 2;
    STARTUPINFOW start = {sizeof start};
    PROCESS_INFORMATION process;
    wchar_t *arguments = GetCommandLineW();
    int length;

    if (!GetModuleFileNameW(NULL, self, LONGEST)) return 2;
    wcscpy(folder, self);
    *wcsrchr(folder, L'\\') = 0;
    if (*arguments == L'"') {
        arguments = wcschr(arguments + 1, L'"');
        arguments = arguments ? arguments + 1 : L"";
    } else {
        while (*arguments && *arguments != L' ' && *arguments != L'\t') arguments++;
    }
    length = _snwprintf(line, LONGEST - 1, L"\"%ls\\python\\%ls\" -P -m %ls%ls", folder, PROGRAM, MODULE, arguments);
    if (length < 0) return 2;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return 2;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return (int)code;
}
