; The installer for Windows, by Inno Setup 6. NOT YET RUN: written without a Windows machine at hand.
;
;   python packaging\bootstrap.py bundle
;   iscc /DVersion=0.1.0 packaging\windows\facebalance.iss
;
; writes dist\FaceBalance-0.1.0-setup.exe. It is for the user who starts it and asks for no administrator. Uninstalling
; takes away what was installed and nothing else: projects, settings and unsaved work stay where they are.

#ifndef Version
  #error Call it with /DVersion=...
#endif

[Setup]
AppId={{6E0C1C0B-5B0E-4C39-9E0C-2F1D5A7C4B11}
AppName=FaceBalance
AppVersion={#Version}
AppPublisher=FaceBalance Desktop contributors
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\FaceBalance
DisableProgramGroupPage=yes
DisableDirPage=auto
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
CloseApplications=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=FaceBalance-{#Version}-setup
SetupIconFile=..\..\.bootstrap\bundle\work\icons\facebalance.ico
UninstallDisplayIcon={app}\facebalancew.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"
Name: "german"; MessagesFile: "compiler:Languages\German.isl"
Name: "french"; MessagesFile: "compiler:Languages\French.isl"
Name: "spanish"; MessagesFile: "compiler:Languages\Spanish.isl"

[InstallDelete]
; What an earlier version installed and this one does not; nothing of the user's is in this folder.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\facebalance\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{userprograms}\FaceBalance"; Filename: "{app}\facebalancew.exe"; AppUserModelID: "FaceBalance.Desktop"

[Registry]
Root: HKCU; Subkey: "Software\Classes\.facebalance"; ValueType: string; ValueName: ""; ValueData: "FaceBalance.Project"; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\FaceBalance.Project"; ValueType: string; ValueName: ""; ValueData: "FaceBalance project"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\FaceBalance.Project\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\facebalancew.exe,0"
Root: HKCU; Subkey: "Software\Classes\FaceBalance.Project\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\facebalancew.exe"" ""%1"""

[Run]
Filename: "{app}\facebalancew.exe"; Description: "{cm:LaunchProgram,FaceBalance}"; Flags: nowait postinstall skipifsilent
