/** Remembers builds between runs. */
@NullMarked
package dev.misstep.history;

import org.jspecify.annotations.NullMarked;
