package kpipe.runtime.host;

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

    /** What a run answers to a line; empty where it does not answer (any more). */
    public static Optional<String> ask(String name, String line) throws IOException {
        Path folder = RunFolder.find();
        if (folder == null) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve(name)));
            ByteBuffer out = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            byte[] answer = Channels.newInputStream(channel).readAllBytes();
            return answer.length == 0 ? Optional.empty() : Optional.of(new String(answer, StandardCharsets.UTF_8));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
