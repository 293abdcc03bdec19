// Words that common toolkits define as macros, each of the kind that it is there (with or without parentheses). What
// they stand for here compiles nowhere, so that a header which uses one of them as a name does not compile either.
#pragma once

#define BROKEN @

// Qt, with its keywords on
#define signals BROKEN
#define slots BROKEN
#define emit BROKEN
#define foreach(variable, container) BROKEN
#define forever BROKEN

// X11: Xlib.h and X.h
#define None BROKEN
#define Bool BROKEN
#define Status BROKEN
#define True BROKEN
#define False BROKEN
#define Success BROKEN
#define Always BROKEN
#define Above BROKEN
#define Below BROKEN
#define Complex BROKEN
#define Convex BROKEN
#define Nonconvex BROKEN
#define Unsorted BROKEN
#define Expose BROKEN
#define GrayScale BROKEN
#define StaticGray BROKEN
#define TrueColor BROKEN
#define DirectColor BROKEN
#define FocusIn BROKEN
#define FocusOut BROKEN
#define KeyPress BROKEN
#define KeyRelease BROKEN
#define CursorShape BROKEN
#define TopIf BROKEN
#define Opposite BROKEN
#define DestroyAll BROKEN
#define ControlMask BROKEN
#define AllPlanes BROKEN
#define BadValue BROKEN
#define BadName BROKEN
#define BadLength BROKEN
#define BadMatch BROKEN
#define BadAccess BROKEN
#define BadAlloc BROKEN
#define CurrentTime BROKEN
#define AnyKey BROKEN

// Arduino.h, binary.h, and a microcontroller's registers
#define F(text) BROKEN
#define B0 BROKEN
#define B1 BROKEN
#define B01 BROKEN
#define B10 BROKEN
#define bit(b) BROKEN
#define bitRead(value, b) BROKEN
#define bitSet(value, b) BROKEN
#define bitClear(value, b) BROKEN
#define lowByte(w) BROKEN
#define highByte(w) BROKEN
#define round(x) BROKEN
#define abs(x) BROKEN
#define sq(x) BROKEN
#define constrain(amount, low, high) BROKEN
#define radians(degrees) BROKEN
#define degrees(radians) BROKEN
#define interrupts() BROKEN
#define PI BROKEN
#define HIGH BROKEN
#define LOW BROKEN
#define INPUT BROKEN
#define OUTPUT BROKEN
#define SERIAL BROKEN
#define DEFAULT BROKEN
#define EXTERNAL BROKEN
#define INTERNAL BROKEN
#define CHANGE BROKEN
#define RISING BROKEN
#define FALLING BROKEN
#define EULER BROKEN
#define SP BROKEN
#define PORT BROKEN

// windows.h and what it includes
#define min(a, b) BROKEN
#define max(a, b) BROKEN
#define near BROKEN
#define far BROKEN
#define small BROKEN
#define hyper BROKEN
#define interface BROKEN
#define pascal BROKEN
#define cdecl BROKEN
#define IN BROKEN
#define OUT BROKEN
#define OPTIONAL BROKEN
#define ERROR BROKEN
#define NO_ERROR BROKEN
#define DELETE BROKEN
#define CONST BROKEN
#define VOID BROKEN
#define TRUE BROKEN
#define FALSE BROKEN
#define STRICT BROKEN
#define IGNORE BROKEN
#define INFINITE BROKEN
#define ABSOLUTE BROKEN
#define RELATIVE BROKEN
#define OPAQUE BROKEN
#define TRANSPARENT BROKEN
#define DIFFERENCE BROKEN
#define RGB(r, g, b) BROKEN
#define TEXT(quote) BROKEN
#define GetObject BROKEN
#define GetMessage BROKEN
#define SendMessage BROKEN
#define PostMessage BROKEN
#define CreateFile BROKEN
#define CopyFile BROKEN
#define DeleteFile BROKEN
#define MoveFile BROKEN
#define LoadImage BROKEN
#define DrawText BROKEN
#define Yield BROKEN
#define GetCurrentTime BROKEN

// the C library of several systems
#define major(device) BROKEN
#define minor(device) BROKEN
#define makedev(high, low) BROKEN
#define unix BROKEN
#define linux BROKEN
#define DOMAIN BROKEN
#define SING BROKEN
#define OVERFLOW BROKEN
#define UNDERFLOW BROKEN

// TensorFlow Lite, PyTorch, Catch, Boost.Test and glog
#define CHECK(condition) BROKEN
#define REQUIRE(condition) BROKEN
#define LOG(severity) BROKEN
#define VLOG(level) BROKEN
#define INFO BROKEN
#define WARN BROKEN
#define FAIL BROKEN
#define SECTION BROKEN
#define TEST BROKEN
#define EXPECT BROKEN
