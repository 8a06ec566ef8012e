package dev.misstep.engine.session;

import dev.misstep.engine.grpc.BytesMessage;
import dev.misstep.engine.grpc.GrpcCall;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An archive the builder makes. It is there when it is whole, and one of an earlier build until then. */
public final class ReceivedFile implements BuildResults.Place {
    private final Path file;

    public ReceivedFile(Path file) {
        this.file = file;
    }

    @Override
    public void receive(GrpcCall call) throws IOException {
        Path name = file.getFileName();
        if (name == null || Files.isDirectory(file)) {
            throw new IOException(file + ": is a directory; name a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            write(call, file, StandardOpenOption.WRITE); // /dev/null or a pipe, in whose place nothing may come
            return;
        }
        // what a link leads to is replaced, and not the link
        Path place = Files.exists(file) ? file.toRealPath() : file;
        Path partial = place.resolveSibling("." + name + "." + UUID.randomUUID());
        try {
            Path parent = place.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            write(call, partial, StandardOpenOption.CREATE_NEW);
            Files.move(partial, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static void write(GrpcCall call, Path to, OpenOption... how) throws IOException {
        try (OutputStream out = Files.newOutputStream(to, how)) {
            for (byte @Nullable [] message = call.receive(); message != null; message = call.receive()) {
                out.write(BytesMessage.data(message));
            }
        }
    }
}
