; The set-up of 巡察整改: for one user, without an administrator. Called with VERSION, SOURCE (the folder), NAMES (a file
; that names what lies in it), KILOBYTES and TARGET. Exit codes: 0 done, 2 nothing was changed, 3 installed without buttons.
Unicode true
Target amd64-unicode
RequestExecutionLevel user
SetCompressor /SOLID lzma
AllowSkipFiles off
Name "巡察整改"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\rectify_xl"
InstallDirRegKey HKCU "Software\rectify_xl" "folder"
BrandingText "巡察整改 ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "巡察整改"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "巡察整改 安装程序"
VIAddVersionKey "LegalCopyright" "MIT"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\rectify_xl"
!define USUAL "$LOCALAPPDATA\Programs\rectify_xl"
!define NEW ".rectify_xl.new"
!define OLD ".rectify_xl.old"
!define NOT_DONE 2
!define NO_BUTTONS 3
!define ERROR_ALREADY_EXISTS 183
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include "${NAMES}" ; !insertmacro EveryName DO inserts the macro DO for each

Var place ; the folder in which a program is stopped, or from which it goes
Var sentence ; what the user is told
Var former ; where the program lay until now
Var held ; not empty where files of a program that runs cannot be replaced
Var seconds

!define MUI_WELCOMEPAGE_TEXT "将为当前用户安装“巡察整改”，不需要管理员权限，不影响别人。$\r$\n$\r$\n请先保存并关闭所有 Excel、WPS 窗口，再点“下一步”。"
!define MUI_FINISHPAGE_TEXT "$sentence"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveDirectory
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将卸载“巡察整改”。台账和它的备份都不会动；程序记住的上次填写的内容一并删去。$\r$\n$\r$\n请先保存并关闭所有 Excel、WPS 窗口，再点“卸载”。"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro OneAtATime
  System::Call 'kernel32::CreateMutex(p 0, i 0, t "rectify_xl_setup") p .r1 ?e'
  Pop $0
  ${If} $0 = ${ERROR_ALREADY_EXISTS}
    MessageBox MB_OK|MB_ICONEXCLAMATION "“巡察整改”的安装或卸载窗口已经打开，请看任务栏。" /SD IDOK
    SetErrorLevel ${NOT_DONE}
    Quit
  ${EndIf}
!macroend

; Let what runs in $place end, and wait until Windows lets go of its files; $held tells that it did not.
!macro StopProgram
  StrCpy $held ""
  ${If} ${FileExists} "$place\rectify-xl.exe"
    nsExec::ExecToStack '"$place\rectify-xl.exe" service stop'
    Pop $0
    Pop $1
    ${For} $seconds 1 10
      StrCpy $held ""
      !insertmacro SeeWhetherHeld "$place\python\python.exe"
      !insertmacro SeeWhetherHeld "$place\python\pythonw.exe"
      ${If} $held == ""
        ${Break}
      ${EndIf}
      Sleep 1000
    ${Next}
  ${EndIf}
!macroend

!macro SeeWhetherHeld FILE
  ${If} ${FileExists} "${FILE}"
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${If} ${Errors}
      StrCpy $held "${FILE}"
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

; Let Excel and WPS have or lose the buttons; $0 is 0 where all was done, and $sentence what to tell.
!macro Buttons WORD
  GetTempFileName $2
  nsExec::ExecToStack '"$INSTDIR\python\python.exe" -P "$INSTDIR\setup\windows_buttons.py" ${WORD} "$2"'
  Pop $0
  Pop $1
  StrCpy $sentence ""
  FileOpen $3 "$2" r
  FileReadUTF16LE $3 $sentence
  FileClose $3
  Delete "$2"
!macroend

!macro TakeAway NAME
  ${If} ${FileExists} "$place\${NAME}\*.*"
    RMDir /r "$place\${NAME}"
  ${Else}
    Delete "$place\${NAME}"
  ${EndIf}
!macroend

!macro PutAside NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    Rename "$INSTDIR\${NAME}" "$INSTDIR\${OLD}\${NAME}"
  ${EndIf}
!macroend

!macro PutInPlace NAME
  Rename "$INSTDIR\${NEW}\${NAME}" "$INSTDIR\${NAME}"
!macroend

!macro TakeAwayPlaced NAME
  ${IfNot} ${FileExists} "$INSTDIR\${NEW}\${NAME}"
    !insertmacro TakeAway "${NAME}"
  ${EndIf}
!macroend

!macro PutBack NAME
  ${If} ${FileExists} "$INSTDIR\${OLD}\${NAME}"
    !insertmacro TakeAway "${NAME}"
    Rename "$INSTDIR\${OLD}\${NAME}" "$INSTDIR\${NAME}"
  ${EndIf}
!macroend

!macro PutBackMissing NAME
  ${IfNot} ${FileExists} "$INSTDIR\${NAME}"
  ${AndIf} ${FileExists} "$INSTDIR\${OLD}\${NAME}"
    Rename "$INSTDIR\${OLD}\${NAME}" "$INSTDIR\${NAME}"
  ${EndIf}
!macroend

Function .onInit
  !insertmacro OneAtATime
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "这台电脑的 Windows 太旧，程序不能运行，没有安装。要 Windows 10 或更新的64位系统。" /SD IDOK
    SetErrorLevel ${NOT_DONE}
    Quit
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro OneAtATime
FunctionEnd

; Leave in $sentence why $INSTDIR cannot be used, nothing where it can.
Function RefuseFolder
  StrCpy $sentence ""
  ${If} ${FileExists} "$INSTDIR\rectify-xl.exe"
  ${OrIf} ${FileExists} "$INSTDIR\${NEW}\*.*"
  ${OrIf} ${FileExists} "$INSTDIR\${OLD}\*.*"
  ${OrIf} $INSTDIR == "${USUAL}"
    Goto ours
  ${EndIf}
  ${DirState} "$INSTDIR" $0
  ${If} $0 = 1
    StrCpy $sentence "$INSTDIR 里有别的东西，没有安装。请换一个空的或新的文件夹。"
    Return
  ${EndIf}
  ours:
  ${DirState} "$INSTDIR" $1
  ClearErrors
  CreateDirectory "$INSTDIR\${NEW}"
  ${If} ${Errors}
    StrCpy $sentence "不能写入文件夹 $INSTDIR，没有安装。请换一个文件夹。"
  ${EndIf}
  RMDir "$INSTDIR\${NEW}"
  ${If} $1 = -1
    RMDir "$INSTDIR"
  ${EndIf}
FunctionEnd

Function LeaveDirectory
  Call RefuseFolder
  ${If} $sentence != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "$sentence"
    Abort
  ${EndIf}
FunctionEnd

; What was unpacked goes again, and an older version is as it was.
Function .onInstFailed
  SetOutPath "$TEMP"
  StrCpy $place "$INSTDIR"
  !insertmacro EveryName PutBack
  RMDir "$INSTDIR\${OLD}"
  RMDir /r "$INSTDIR\${NEW}"
  RMDir "$INSTDIR"
  SetErrorLevel ${NOT_DONE}
FunctionEnd

Section
  Call RefuseFolder
  ${If} $sentence != ""
    DetailPrint "$sentence"
    Abort
  ${EndIf}
  StrCpy $held ""
  StrCpy $place "$INSTDIR"
  ReadRegStr $former HKCU "Software\rectify_xl" "folder"
  ; A set-up that was broken off left one of these; the new version is complete before the older one goes.
  !insertmacro EveryName PutBackMissing
  RMDir /r "$INSTDIR\${OLD}"
  RMDir /r "$INSTDIR\${NEW}"
  DetailPrint "正在复制文件……"
  SetDetailsPrint none
  SetOutPath "$INSTDIR\${NEW}"
  File /r "${SOURCE}\*"
  SetOutPath "$TEMP"
  SetDetailsPrint both
  CreateDirectory "$INSTDIR\${OLD}"
  again:
  ${If} $former != $INSTDIR
    StrCpy $place "$former"
    !insertmacro StopProgram
  ${EndIf}
  StrCpy $place "$INSTDIR"
  ${If} $held == ""
    !insertmacro StopProgram
  ${EndIf}
  ${If} $held == ""
    ClearErrors
    !insertmacro EveryName PutAside
    ${If} ${Errors}
      StrCpy $held "$INSTDIR"
    ${EndIf}
  ${EndIf}
  ${If} $held != ""
    !insertmacro EveryName PutBack
    DetailPrint "$held"
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "原来的版本还在运行，或者有文件正打开着，不能更新。$\r$\n$\r$\n请关闭 Excel、WPS 和“巡察整改”的窗口，再点“重试”；点“取消”，原来的版本不变。" /SD IDCANCEL IDRETRY again
    Abort
  ${EndIf}
  ClearErrors
  !insertmacro EveryName PutInPlace
  ${If} ${Errors}
    !insertmacro EveryName TakeAwayPlaced
    Abort
  ${EndIf}
  SetDetailsPrint none
  RMDir /r "$INSTDIR\${OLD}"
  RMDir "$INSTDIR\${NEW}"
  SetDetailsPrint both

  WriteRegStr HKCU "Software\rectify_xl" "folder" "$INSTDIR"
  WriteUninstaller "$INSTDIR\卸载.exe"
  CreateDirectory "$SMPROGRAMS\巡察整改"
  CreateShortCut "$SMPROGRAMS\巡察整改\使用手册.lnk" "$INSTDIR\说明\使用手册.html"
  CreateShortCut "$SMPROGRAMS\巡察整改\巡察整改.lnk" "$INSTDIR\巡察整改.exe"
  CreateShortCut "$SMPROGRAMS\巡察整改\卸载.lnk" "$INSTDIR\卸载.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "巡察整改"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  ; There is one program, wherever it lies.
  ${If} $former != ""
  ${AndIf} $former != $INSTDIR
  ${AndIf} ${FileExists} "$former\rectify-xl.exe"
    DetailPrint "正在删去原来装在 $former 的那一份……"
    SetDetailsPrint none
    StrCpy $place "$former"
    !insertmacro EveryName TakeAway
    SetDetailsPrint both
    Delete "$former\卸载.exe"
    RMDir "$former"
  ${EndIf}

  DetailPrint "正在装上 Excel、WPS 的按钮……"
  buttons:
  !insertmacro Buttons install
  ${If} $0 == "0"
    StrCpy $sentence "装好了。打开 Excel 或 WPS 表格，功能区里有“巡察整改”选项卡。$\r$\n$\r$\nWPS 第一次打开时会问是否允许加载项，请点“允许”，然后关闭、再打开一次。$\r$\n$\r$\n看不到按钮的，点开始菜单里的“巡察整改”，在浏览器里点同样的按钮。"
  ${Else}
    DetailPrint "$sentence"
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$sentence$\r$\n$\r$\n处理以后点“重试”；先不装按钮，点“取消”。" /SD IDCANCEL IDRETRY buttons
    SetErrorLevel ${NO_BUTTONS}
    StrCpy $sentence "程序装好了，但$sentence$\r$\n$\r$\n处理以后再运行一次安装程序，按钮就会装上。在这之前，点开始菜单里的“巡察整改”，在浏览器里点同样的按钮。"
  ${EndIf}
SectionEnd

Section "Uninstall"
  StrCpy $place "$INSTDIR"
  SetOutPath "$TEMP"
  again:
  !insertmacro StopProgram
  ${If} $held != ""
    DetailPrint "$held"
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "程序还在运行，没有卸载。$\r$\n$\r$\n请关闭 Excel、WPS 和“巡察整改”的窗口，再点“重试”。" /SD IDCANCEL IDRETRY again
    SetErrorLevel ${NOT_DONE}
    Abort
  ${EndIf}
  !insertmacro Buttons remove
  ${If} $0 != "0"
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "/FORCE" $2
    ${If} ${Errors}
      MessageBox MB_ABORTRETRYIGNORE|MB_DEFBUTTON2|MB_ICONEXCLAMATION "没有卸载。$sentence$\r$\n$\r$\n处理以后点“重试”；不管它也要卸载，点“忽略”；不卸载了，点“中止”。" /SD IDABORT IDRETRY again IDIGNORE ignore
      SetErrorLevel ${NOT_DONE}
      Abort
    ${EndIf}
    ignore:
    !insertmacro Buttons "remove --force"
    MessageBox MB_OK|MB_ICONINFORMATION "“巡察整改”已经卸载，只有这里没有处理完：$\r$\n$\r$\n$sentence" /SD IDOK
  ${EndIf}
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "rectify_xl"
  DetailPrint "正在删去文件……"
  SetDetailsPrint none
  RMDir /r "$SMPROGRAMS\巡察整改"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\rectify_xl"
  RMDir /r "$PROFILE\.rectify_xl"
  RMDir "$APPDATA\kingsoft\wps\jsaddons"
  RMDir "$APPDATA\kingsoft\wps"
  RMDir "$APPDATA\kingsoft"
  ; Only what was put there: somebody may keep other things in this folder.
  !insertmacro EveryName TakeAway
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  SetDetailsPrint both
SectionEnd
