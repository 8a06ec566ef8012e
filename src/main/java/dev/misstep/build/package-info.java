/** What a build is: builds, vertices, step names, statuses, intervals. Records and enums only; no I/O, no other package. */
@NullMarked
package dev.misstep.build;

import org.jspecify.annotations.NullMarked;
