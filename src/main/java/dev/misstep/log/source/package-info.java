/** Saved bytes to texts: compression, archives and encodings, found by content and opened within limits. */
@NullMarked
package dev.misstep.log.source;

import org.jspecify.annotations.NullMarked;
