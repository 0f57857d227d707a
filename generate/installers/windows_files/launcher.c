/* Starts python\PROGRAM -P -m MODULE with the same arguments; Python is found beside this program, wherever that is.
   With WINDOWED there is no console: what keeps it from being started is shown in a window. */
#include <wchar.h>
#include <windows.h>

#define LONGEST 32768
#define ALONE L"找不到程序的其余部分。用压缩包的，请先把它整个解压到一个文件夹，再双击那里的程序；装好以后才这样的，请重新安装。"
#define NOT_STARTED 2

static wchar_t self[LONGEST], folder[LONGEST], line[LONGEST];

static int fail(void) {
#ifdef WINDOWED
    MessageBoxW(NULL, ALONE, L"巡察整改", MB_ICONERROR | MB_SETFOREGROUND);
#else
    static char text[LONGEST];
    HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    DWORD written;
    if (!WriteConsoleW(out, ALONE L"\r\n", wcslen(ALONE) + 2, &written, NULL)) {
        int length = WideCharToMultiByte(CP_UTF8, 0, ALONE L"\r\n", -1, text, LONGEST, NULL, NULL);
        if (length > 1) WriteFile(out, text, length - 1, &written, NULL);
    }
#endif
    return NOT_STARTED;
}

int wmain(void) {
    DWORD code = NOT_STARTED;
    STARTUPINFOW start = {sizeof start};
    PROCESS_INFORMATION process;
    wchar_t *arguments = GetCommandLineW();
    int length;

    if (!GetModuleFileNameW(NULL, self, LONGEST)) return fail();
    wcscpy(folder, self);
    *wcsrchr(folder, L'\\') = 0;
    if (*arguments == L'"') {
        arguments = wcschr(arguments + 1, L'"');
        arguments = arguments ? arguments + 1 : L"";
    } else {
        while (*arguments && *arguments != L' ' && *arguments != L'\t') arguments++;
    }
    length = _snwprintf(line, LONGEST - 1, L"\"%ls\\python\\%ls\" -P -m %ls%ls", folder, PROGRAM, MODULE, arguments);
    if (length < 0) return fail();
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return fail();
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
    return (int)code;
}
