; The set-up of 巡察整改: for one user, without an administrator. Called with VERSION, SOURCE (the folder) and TARGET.
Unicode true
Target amd64-unicode
RequestExecutionLevel user
SetCompressor /SOLID lzma
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
!include MUI2.nsh
!define MUI_WELCOMEPAGE_TEXT "将为当前用户安装“巡察整改”，不需要管理员权限，不影响别人。$\r$\n$\r$\n请先保存并关闭所有 Excel、WPS 窗口，再点“下一步”。"
!define MUI_FINISHPAGE_TEXT "装好了。打开 Excel 或 WPS 表格，功能区里有“巡察整改”选项卡。$\r$\n$\r$\nWPS 第一次打开时会问是否允许加载项，请点“允许”，然后关闭、再打开一次。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Section
  ; An older version goes first: its service would hold its files, and a file that is gone now would stay.
  IfFileExists "$INSTDIR\rectify-xl.exe" 0 fresh
    nsExec::ExecToStack '"$INSTDIR\rectify-xl.exe" service stop'
    Pop $0
    RMDir /r "$INSTDIR\python"
  fresh:
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}\*"
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
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  nsExec::ExecToStack '"$INSTDIR\rectify-xl.exe" addin install --host excel'
  Pop $0
  Pop $1
  StrCmp $0 "0" wps
    DetailPrint "$1"
  wps:
  nsExec::ExecToStack '"$INSTDIR\rectify-xl.exe" addin install --host wps'
  Pop $0
  Pop $1
  StrCmp $0 "0" done
    DetailPrint "$1"
  done:
SectionEnd

Section "Uninstall"
  nsExec::ExecToStack '"$INSTDIR\rectify-xl.exe" service stop'
  Pop $0
  nsExec::ExecToStack '"$INSTDIR\rectify-xl.exe" addin remove --host excel'
  Pop $0
  nsExec::ExecToStack '"$INSTDIR\rectify-xl.exe" addin remove --host wps'
  Pop $0
  RMDir /r "$SMPROGRAMS\巡察整改"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\rectify_xl"
  RMDir /r "$PROFILE\.rectify_xl"
  ; Only what was put there: somebody may have chosen a folder that holds other things.
  RMDir /r "$INSTDIR\python"
  RMDir /r "$INSTDIR\说明"
  RMDir /r "$INSTDIR\许可"
  Delete "$INSTDIR\rectify-xl.exe"
  Delete "$INSTDIR\巡察整改.exe"
  Delete "$INSTDIR\请先读我.txt"
  Delete "$INSTDIR\安装按钮.cmd"
  Delete "$INSTDIR\去掉按钮.cmd"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
SectionEnd
