package dev.misstep.engine.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * An agent that holds keys of files (draft-ietf-sshm-ssh-agent): it tells its keys and signs, and says no to all else, as what
 * BuildKit's client serves does. One for each connection.
 */
final class SshKeyAgent {
    private static final int FAILURE = 5;
    private static final int ASK_KEYS = 11;
    private static final int KEYS = 12;
    private static final int ASK_SIGNATURE = 13;
    private static final int SIGNATURE = 14;
    private static final int LARGEST = 256 * 1024;

    private final List<SshKey> keys;
    private byte[] rest = {};

    SshKeyAgent(List<SshKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Takes some bytes of what is asked, and returns what is to be answered so far. */
    byte[] answer(byte[] asked) throws IOException {
        byte[] all = Arrays.copyOf(rest, rest.length + asked.length);
        System.arraycopy(asked, 0, all, rest.length, asked.length);
        ByteBuffer in = ByteBuffer.wrap(all);
        SshBuffer out = new SshBuffer();
        while (in.remaining() >= Integer.BYTES) {
            int length = in.getInt(in.position());
            if (length < 1 || length > LARGEST) {
                throw new IOException("no question for an agent");
            }
            if (in.remaining() < Integer.BYTES + length) {
                break;
            }
            in.getInt();
            byte[] question = new byte[length];
            in.get(question);
            out.add(answerOne(question));
        }
        rest = Arrays.copyOfRange(all, in.position(), all.length);
        return out.written();
    }

    private byte[] answerOne(byte[] question) {
        SshBuffer asked = new SshBuffer(Arrays.copyOfRange(question, 1, question.length));
        SshBuffer told = new SshBuffer();
        try {
            if (question[0] == ASK_KEYS) {
                told.addNumber(keys.size());
                for (SshKey key : keys) {
                    told.add(key.known());
                    told.add(new byte[0]); // no comment, which may name the user
                }
                return typed(KEYS, told);
            }
            if (question[0] == ASK_SIGNATURE) {
                byte[] known = asked.bytes();
                byte[] data = asked.bytes();
                int flags = asked.number();
                for (SshKey key : keys) {
                    if (Arrays.equals(key.known(), known)) {
                        told.add(key.sign(data, flags));
                        return typed(SIGNATURE, told);
                    }
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            return new byte[] {FAILURE}; // there is no way to say why
        }
        return new byte[] {FAILURE};
    }

    private static byte[] typed(int type, SshBuffer content) {
        byte[] written = content.written();
        byte[] message = new byte[written.length + 1];
        message[0] = (byte) type;
        System.arraycopy(written, 0, message, 1, written.length);
        return message;
    }
}
