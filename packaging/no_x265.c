/* In the bundle in the place of libx265, the encoder that pillow-heif's wheel brings along. It is under the GPL, 23 MB large
   and never called: the program only decodes HEIC. libheif asks for these two functions and is told that there is none. */
#include <stddef.h>

const void *X265_API(int depth) { (void)depth; return NULL; }
void x265_cleanup(void) {}
