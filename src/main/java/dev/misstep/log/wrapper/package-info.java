/** What a CI, a container runtime or a shell puts around each line of a log, and how it is taken off again. */
@org.jspecify.annotations.NullMarked
package dev.misstep.log.wrapper;
