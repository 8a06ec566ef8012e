/** The build context as the builder sees it: walk, ignore rules, digests, snapshots and their difference. */
@NullMarked
package dev.misstep.context;

import org.jspecify.annotations.NullMarked;
