@rem cmd.exe knows no `exec`, with which the scripts in package.json start
@%*
