package dev.misstep.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.BuiltImage;
import dev.misstep.build.ImageEntry;
import dev.misstep.build.ImageEntry.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageDifferenceTest {
    private static final ImageEntry DIRECTORY = new ImageEntry(Kind.DIRECTORY, 0755, 0, 0, null, "");
    private static final ImageEntry FILE = file("a");

    static ImageEntry file(String content) {
        return new ImageEntry(Kind.FILE, 0644, 0, 0, content, "");
    }

    static BuiltImage image(Map<String, ImageEntry> files) {
        return new BuiltImage(new TreeMap<>(), new TreeMap<>(files));
    }

    private static List<String> between(ImageEntry before, ImageEntry after) {
        return ImageDifference.between(image(Map.of("/f", before)), image(Map.of("/f", after))).stream()
                .map(ImageDifference::sentence)
                .toList();
    }

    @Test
    void eachRespectIsTold() {
        assertThat(between(FILE, FILE)).isEmpty();
        assertThat(between(FILE, file("b"))).containsExactly("another content of /f");
        assertThat(between(FILE, new ImageEntry(Kind.FILE, 0755, 0, 0, "a", "")))
                .containsExactly("another mode of /f");
        assertThat(between(FILE, new ImageEntry(Kind.FILE, 0644, 0, 7, "a", "")))
                .containsExactly("another owner of /f");
        assertThat(between(FILE, new ImageEntry(Kind.FILE, 0600, 5, 0, "b", "x=y\n")))
                .containsExactly(
                        "another content of /f",
                        "another mode of /f",
                        "another owner of /f",
                        "another set of attributes of /f");
        assertThat(between(FILE, DIRECTORY)).containsExactly("another type of /f");
        assertThat(between(new ImageEntry(Kind.SYMLINK, 0777, 0, 0, "a", ""), FILE))
                .containsExactly("another type of /f");
        assertThat(between(
                        new ImageEntry(Kind.SYMLINK, 0777, 0, 0, "a", ""),
                        new ImageEntry(Kind.SYMLINK, 0777, 0, 0, "b", "")))
                .containsExactly("another content of /f");
    }

    @Test
    void pathsComeAndGoInTheirOrder() {
        assertThat(ImageDifference.between(
                        image(Map.of("/a", DIRECTORY, "/a/x", FILE, "/z", FILE)),
                        image(Map.of("/b", FILE, "/z", FILE))))
                .extracting(ImageDifference::sentence)
                .containsExactly("/a is gone", "/a/x is gone", "/b is new");
    }

    @Test
    void ofSettingsNoValueIsShown() {
        BuiltImage before =
                new BuiltImage(new TreeMap<>(Map.of("Env TOKEN", "one", "Cmd", "[\"run\"]")), new TreeMap<>(Map.of()));
        BuiltImage after =
                new BuiltImage(new TreeMap<>(Map.of("Env TOKEN", "two", "User", "\"app\"")), new TreeMap<>(Map.of()));

        assertThat(ImageDifference.between(before, after))
                .extracting(ImageDifference::sentence)
                .containsExactly("another value of Cmd", "another value of Env TOKEN", "another value of User");
        assertThat(before.toString()).doesNotContain("one");
    }
}
