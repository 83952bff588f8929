package io.counterfoil.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Writes an export beside its place, and puts it there when it is whole. Whatever is no file, such
 * as a pipe, is written to as it is.
 */
final class ExportFile implements AutoCloseable {
  private static final String COMPRESSED = ".gz";
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Path written;
  private final FileChannel channel;
  private final OutputStream stream;

  private ExportFile(Path file, Path written, FileChannel channel, OutputStream stream) {
    this.file = file;
    this.written = written;
    this.channel = channel;
    this.stream = stream;
  }

  static ExportFile create(Path file) throws IOException {
    boolean inPlace = Files.exists(file) && !Files.isRegularFile(file);
    Path written = inPlace ? file : file.resolveSibling(file.getFileName() + ".part");
    FileChannel channel =
        inPlace
            ? FileChannel.open(written, StandardOpenOption.WRITE)
            : FileChannel.open(
                written,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING);
    try {
      OutputStream plain = Channels.newOutputStream(channel);
      return new ExportFile(
          file, written, channel, isCompressed(file) ? new GZIPOutputStream(plain, BUFFER) : plain);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  static InputStream open(Path file, InputStream content) throws IOException {
    if (!isCompressed(file)) {
      return content;
    }
    try {
      return new GZIPInputStream(content, BUFFER);
    } catch (EOFException e) {
      throw new ImportRefused(1, "the compressed file is cut off");
    } catch (ZipException e) {
      throw new ImportRefused(
          1, "the file is damaged, or not compressed by gzip as its name says: " + e.getMessage());
    }
  }

  private static boolean isCompressed(Path file) {
    return file.toString().endsWith(COMPRESSED);
  }

  OutputStream stream() {
    return stream;
  }

  /** Makes it the file that was asked for, once it is on the disk. */
  void finish() throws IOException {
    if (stream instanceof GZIPOutputStream compressed) {
      compressed.finish();
    }
    if (written.equals(file)) {
      return;
    }
    channel.force(true);
    stream.close();
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Leaves nothing of an export that was not finished. */
  @Override
  public void close() throws IOException {
    boolean finished = !channel.isOpen();
    channel.close();
    if (!finished && !written.equals(file)) {
      Files.deleteIfExists(written);
    }
  }
}
