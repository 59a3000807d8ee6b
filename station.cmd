@echo off
rem The station's command on Windows; the same words as station.
rem DUALREC_PYTHON names the python.exe (3.11 or 3.12) to use. What set-up does and promises: resources\packaging\set_up.py
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "VENV=%HERE%.venv"
set "PYTHONUTF8=1"
set "PYTHONHOME="

if "%~1"=="setup" (
    call :set_up run || exit /b 1
    echo station: Ready. 1>&2
    exit /b 0
)
if "%~1"=="test" goto test
if "%~1"=="build" goto build

call :is_ready || call :set_up run || exit /b 1
rem The caller's folder stays the working folder, and nothing in it is taken for a module of the program.
set "PYTHONPATH=%HERE:~0,-1%"
set "PYTHONSAFEPATH=1"
"%VENV%\Scripts\python.exe" -m app %*
exit /b %ERRORLEVEL%

:test
call :is_ready && fc /b "%HERE%requirements-test.lock" "%VENV%\requirements-test.lock" >nul 2>&1 || call :set_up test || exit /b 1
set "WORDS="
:next_word
shift
if not "%~1"=="" (
    set WORDS=%WORDS% %1
    goto next_word
)
pushd "%HERE%"
"%VENV%\Scripts\python.exe" -m ruff format --check . && "%VENV%\Scripts\python.exe" -m ruff check . && "%VENV%\Scripts\python.exe" -m mypy && "%VENV%\Scripts\python.exe" -m pytest%WORDS%
set "RESULT=%ERRORLEVEL%"
popd
exit /b %RESULT%

:build
call :is_ready && fc /b "%HERE%requirements-freeze.lock" "%VENV%\requirements-freeze.lock" >nul 2>&1 || call :set_up build || exit /b 1
"%VENV%\Scripts\python.exe" -I "%HERE%resources\packaging\freeze.py"
exit /b %ERRORLEVEL%

:is_ready
if defined DUALREC_PYTHON exit /b 1
if not exist "%VENV%\Scripts\python.exe" exit /b 1
if exist "%VENV%\unfinished" exit /b 1
fc /b "%HERE%requirements.lock" "%VENV%\requirements.lock" >nul 2>&1 || exit /b 1
fc /b "%HERE%resources\packaging\system.txt" "%VENV%\system.txt" >nul 2>&1 || exit /b 1
exit /b 0

:set_up
if defined DUALREC_PYTHON (
    "%DUALREC_PYTHON%" -I "%HERE%resources\packaging\set_up.py" %1
    exit /b
)
for %%V in (3.12 3.11) do (
    py -%%V -c "" >nul 2>&1 && (
        py -%%V -I "%HERE%resources\packaging\set_up.py" %1
        exit /b
    )
)
echo station: No usable Python 3.11 or 3.12 found. Install one from python.org with the py launcher, or name its python.exe with DUALREC_PYTHON. (E-921) 1>&2
exit /b 1
