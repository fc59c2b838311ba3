package kpipe.runtime.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the runs of this user: the other end of {@link Inquiry}. */
public final class Inquirer {

    private Inquirer() {}

    /** The names of the runs that may be asked. Sockets of processes that are no more are taken away. */
    public static List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        Path folder = RunFolder.find();
        if (folder == null) {
            return names;
        }
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(folder, "*" + RunFolder.SUFFIX)) {
            for (Path socket : sockets) {
                String name = socket.getFileName().toString();
                String process = name.replaceFirst("-.*", "");
                if (!process.matches("\\d{1,18}")) {
                    continue;
                }
                if (ProcessHandle.of(Long.parseLong(process)).isPresent()) {
                    names.add(name);
                } else {
                    Files.deleteIfExists(socket);
                }
            }
        }
        names.sort(null);
        return names;
    }

    /** Takes the lines of an answer that goes on. */
    public interface Lines {

        /** @return whether it wants more */
        boolean line(String line);
    }

    /** Hands on the lines that a run answers, until it ends or nobody wants more of them; none where it does not answer. */
    public static void follow(String name, String line, Lines lines) throws IOException {
        Path folder = RunFolder.find();
        if (folder == null) {
            return;
        }
        try (SocketChannel channel = connect(folder.resolve(name), line);
                BufferedReader answer = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            String next = answer.readLine();
            while (next != null && lines.line(next)) {
                next = answer.readLine();
            }
        }
    }

    private static SocketChannel connect(Path socket, String line) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer out = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** What a run answers to a line; empty where it does not answer (any more). */
    public static Optional<String> ask(String name, String line) throws IOException {
        Path folder = RunFolder.find();
        if (folder == null) {
            return Optional.empty();
        }
        try (SocketChannel channel = connect(folder.resolve(name), line)) {
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return answer.length == 0 ? Optional.empty() : Optional.of(new String(answer, StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
