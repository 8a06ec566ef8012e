/** Dockerfile and ignore files: instructions with their lines, stages, which step is which line, what a COPY selects. */
@NullMarked
package dev.misstep.dockerfile;

import org.jspecify.annotations.NullMarked;
