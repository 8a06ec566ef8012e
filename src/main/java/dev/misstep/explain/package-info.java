/** The thinking, in pure functions: aligning two builds, roots and cascades, causes, cost, critical path, rates. */
@NullMarked
package dev.misstep.explain;

import org.jspecify.annotations.NullMarked;
