/** gRPC calls over HTTP/2, made and answered; messages are bytes (grpc/grpc, doc/PROTOCOL-HTTP2.md). */
@NullMarked
package dev.misstep.engine.grpc;

import org.jspecify.annotations.NullMarked;
