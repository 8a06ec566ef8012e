/** Saved bytes to builds: the source, the wrapper a CI put around each line, the dialect (decided once, then parsed), and the assembler all sources share. */
@NullMarked
package dev.misstep.log;

import org.jspecify.annotations.NullMarked;
