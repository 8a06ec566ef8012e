/** HTTP/2 over any pair of byte streams, in both roles: what gRPC needs of it (RFC 9113), and no more. */
@NullMarked
package dev.misstep.engine.http2;

import org.jspecify.annotations.NullMarked;
