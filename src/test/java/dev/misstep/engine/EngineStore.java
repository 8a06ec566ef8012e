package dev.misstep.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.misstep.log.BuildListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** The images and cache records of an engine: what a test makes there, and takes away again. */
public final class EngineStore implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineConnection connection;
    private final DockerHttpClient http;
    private final List<TarItem> busybox;

    /** Of an engine that has the image {@code busybox:1}. */
    public EngineStore(EngineConnection connection) throws EngineException, IOException {
        this.connection = connection;
        this.http = connection.newClient();
        this.busybox = files("busybox:1");
    }

    /** All files of an image, that those made of it begin with. */
    private List<TarItem> files(String image) throws EngineException, IOException {
        String created = text(post("/containers/create", "{\"Image\":\"" + image + "\",\"Cmd\":[\"/bin/true\"]}"));
        String container = JSON.readTree(created).path("Id").asText();
        List<TarItem> items = new ArrayList<>();
        try (Response answer = send(Request.Method.GET, "/containers/" + container + "/export", null);
                TarArchiveInputStream tar = new TarArchiveInputStream(answer.getBody())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String path = entry.getName().replaceAll("/$", "");
                int mode = entry.getMode() & 07777;
                if (!path.startsWith("bin")) {
                    continue;
                }
                if (entry.isDirectory()) {
                    items.add(TarItem.directory(path, mode, Instant.EPOCH));
                } else if (entry.isLink()) {
                    items.add(TarItem.symlink(path, "/" + entry.getLinkName(), Instant.EPOCH));
                } else if (entry.isSymbolicLink()) {
                    items.add(TarItem.symlink(path, entry.getLinkName(), Instant.EPOCH));
                } else if (entry.isFile()) {
                    items.add(TarItem.file(path, mode, Instant.EPOCH, tar.readAllBytes()));
                }
            }
        } finally {
            text(send(Request.Method.DELETE, "/containers/" + container, null));
        }
        return items;
    }

    /** Makes an image of busybox and one file more. Equal files make an equal layer. */
    public void makeImage(String name, String path, String content, String variable)
            throws EngineException, IOException {
        makeImage(name, new TreeMap<>(Map.of(path, content)), variable);
    }

    /** Makes an image of busybox and files, by path. Equal files make an equal layer. */
    public void makeImage(String name, SortedMap<String, String> files, String variable)
            throws EngineException, IOException {
        makeImage(name, files, variable, List.of());
    }

    /** @param triggers its ONBUILD instructions */
    public void makeImage(String name, SortedMap<String, String> files, String variable, List<String> triggers)
            throws EngineException, IOException {
        List<TarItem> items = new ArrayList<>(busybox);
        items.add(TarItem.directory("etc", 0755, Instant.EPOCH));
        items.add(text("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"));
        items.add(text("etc/group", "root:x:0:\n"));
        Set<String> directories = new TreeSet<>();
        for (String path : files.keySet()) {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                directories.add(path.substring(0, slash));
            }
        }
        directories.removeAll(Set.of("bin", "etc"));
        directories.forEach(directory -> items.add(TarItem.directory(directory, 0755, Instant.EPOCH)));
        files.forEach((path, content) -> items.add(text(path, content)));
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        new ContextTar(items, (file, announced, read) -> {}).writeTo(tar);
        int colon = name.lastIndexOf(':');
        StringBuilder query = new StringBuilder("/images/create?fromSrc=-&repo=")
                .append(encode(name.substring(0, colon)))
                .append("&tag=")
                .append(encode(name.substring(colon + 1)))
                .append("&changes=")
                .append(encode("ENV " + variable));
        triggers.forEach(trigger -> query.append("&changes=").append(encode("ONBUILD " + trigger)));
        Request request = Request.builder()
                .method(Request.Method.POST)
                .path(connection.path(query.toString()))
                .putHeader("Content-Type", "application/x-tar")
                .bodyBytes(tar.toByteArray())
                .build();
        text(EngineConnection.execute(http, request));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static TarItem text(String path, String content) {
        return TarItem.file(path, 0644, Instant.EPOCH, content.getBytes(StandardCharsets.UTF_8));
    }

    /** The id of an image. */
    public String imageId(String name) throws EngineException, IOException {
        return JSON.readTree(text(send(Request.Method.GET, "/images/" + name + "/json", null)))
                .path("Id")
                .asText();
    }

    /** The names of a build's vertices by BuildKit, empty if it fails. The context has one file, {@code a}. */
    public List<String> builds(String dockerfile) throws EngineException {
        BuildResult result = new BuildKitBuilder(connection)
                .build(
                        Contexts.request(BuilderKind.BUILDKIT, dockerfile, Contexts.text("a", "a")),
                        BuildListener.NONE,
                        new Cancellation());
        if (result.imageId() != null) {
            connection.removeImage(result.imageId());
        }
        return result.succeeded()
                ? result.build().vertices().stream()
                        .map(vertex -> vertex.name().text())
                        .toList()
                : List.of();
    }

    /** Ids of those of BuildKit's cache records in whose description a text is. */
    public Set<String> records(String text) throws EngineException, IOException {
        JsonNode answer = JSON.readTree(text(send(Request.Method.GET, "/system/df?type=build-cache", null)));
        Set<String> ids = new TreeSet<>();
        for (JsonNode record : answer.path("BuildCache")) {
            if (record.path("Description").asText().contains(text)) {
                ids.add(record.path("ID").asText());
            }
        }
        return ids;
    }

    /** Removes these records and no others; what others stand on goes after them. */
    public void prune(Set<String> ids) throws EngineException, IOException {
        String filter = "{\"id\":{\"^(" + String.join("|", ids) + ")$\":true}}";
        boolean more = !ids.isEmpty();
        while (more) {
            String answer = text(post("/build/prune?all=1&filters=" + encode(filter), ""));
            more = !JSON.readTree(answer).path("CachesDeleted").isEmpty();
        }
    }

    /** Takes a name from an image, and removes the image if it was the last. */
    public void remove(String image) throws EngineException, IOException {
        try (Response answer = send(Request.Method.DELETE, "/images/" + image + "?force=1", null)) {
            answer.getBody().readAllBytes();
        } catch (NotFoundException e) {
            // gone
        }
    }

    /** Removes what the classic builder made of images, the images themselves too. */
    public void removeMadeOf(Set<String> bases) throws EngineException, IOException {
        JsonNode images = JSON.readTree(text(send(Request.Method.GET, "/images/json?all=1", null)));
        Map<String, String> parents = new LinkedHashMap<>();
        images.forEach(image ->
                parents.put(image.path("Id").asText(), image.path("ParentId").asText()));
        for (String image : parents.keySet()) {
            String at = image;
            while (at != null && !bases.contains(at)) {
                at = parents.get(at);
            }
            if (at != null && !parents.containsValue(image)) {
                remove(image); // its parents go with it
            }
        }
    }

    private Response post(String path, String body) throws IOException {
        return send(Request.Method.POST, path, body);
    }

    private Response send(Request.Method method, String path, @Nullable String body) throws IOException {
        Request.Builder request = Request.builder().method(method).path(connection.path(path));
        if (body != null) {
            request.putHeader("Content-Type", "application/json")
                    .body(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        }
        return EngineConnection.execute(http, request.build());
    }

    private static String text(Response response) throws EngineException, IOException {
        try (response) {
            EngineConnection.check(response);
            return new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
