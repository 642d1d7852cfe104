package dev.cairn.bench.process;

import dev.cairn.Cairn;
import dev.cairn.locks.Hold;
import dev.cairn.locks.NamedLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The locks that are handed from one process to another. */
public enum HandedLock {
  /** A named lock of Cairn. */
  CAIRN {
    @Override
    Taker open(Path directory) {
      Cairn cairn = Cairn.open(directory.resolve("store"));
      NamedLock lock = cairn.memory().locks().on("a name");
      return new Taker() {
        private @Nullable Hold hold;

        @Override
        public void take() {
          hold = lock.write();
        }

        @Override
        public void release() {
          Objects.requireNonNull(hold).close();
        }

        @Override
        public void close() {
          cairn.close();
        }
      };
    }
  },

  /** A lock on a file that is open, as the system has it. */
  FILE {
    @Override
    Taker open(Path directory) throws IOException {
      FileChannel file =
          FileChannel.open(
              directory.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new Taker() {
        private @Nullable FileLock lock;

        @Override
        public void take() throws IOException {
          lock = file.lock();
        }

        @Override
        public void release() throws IOException {
          Objects.requireNonNull(lock).release();
        }

        @Override
        public void close() throws IOException {
          file.close();
        }
      };
    }
  };

  /** Takes and releases a lock; for one thread. */
  interface Taker extends AutoCloseable {
    void take() throws IOException;

    void release() throws IOException;

    @Override
    void close() throws IOException;
  }

  abstract Taker open(Path directory) throws IOException;
}
