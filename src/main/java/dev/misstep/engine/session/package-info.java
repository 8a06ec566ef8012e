/**
 * What a client serves to BuildKit while it builds: files of the context, credentials, secrets, the SSH agent
 * (moby/buildkit, session). Needs nothing of Misstep's but the patterns of ignore files.
 */
@NullMarked
package dev.misstep.engine.session;

import org.jspecify.annotations.NullMarked;
