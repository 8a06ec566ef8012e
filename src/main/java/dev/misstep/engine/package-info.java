/** Live builds: the connection to a Docker Engine, its BuildKit and its classic builder. */
@NullMarked
package dev.misstep.engine;

import org.jspecify.annotations.NullMarked;
