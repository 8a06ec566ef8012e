/** Projects made up at random, built on real engines, and what Misstep says of them held against what is true. */
@NullMarked
package dev.misstep.oracle;

import org.jspecify.annotations.NullMarked;
