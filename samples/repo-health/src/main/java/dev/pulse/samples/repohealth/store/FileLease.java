package dev.pulse.samples.repohealth.store;

import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A lock of the operating system on a file, which goes with the process. */
final class FileLease implements ScanLease {
  // A second channel on the file, closed after its attempt failed, would release the lock of the
  // first one of this process (POSIX).
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FileLease(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Optional<ScanLease> take(Path lockFile) {
    var file = lockFile.toAbsolutePath();
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    @Nullable FileChannel channel = null;
    @Nullable FileLock lock = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
      return lock == null ? Optional.empty() : Optional.of(new FileLease(file, channel));
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("the lock file " + file + " cannot be written", e);
    } finally {
      if (lock == null) {
        close(channel);
        HELD.remove(file);
      }
    }
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a lock file cannot be closed", e);
      }
    }
  }

  /** The file stays: deleting it would race with the next taker. */
  @Override
  public void close() {
    if (channel.isOpen()) {
      close(channel);
      HELD.remove(file);
    }
  }
}
