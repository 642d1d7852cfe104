package dev.cairn.internal.lmdb.env;

import org.lmdbjava.LmdbNativeException;

/** Recognizes operating system errors in LMDB's exceptions by their error numbers. */
public enum SystemError {
  /** EACCES. */
  NO_PERMISSION(13, 13),

  /** EAGAIN. */
  TRY_AGAIN(11, 35),

  /** ENOMEM, and EOVERFLOW on Linux, with which a memory map is refused. */
  NO_ADDRESS_SPACE(12, 75),

  /** EIO, which LMDB also makes of a write that was cut short. */
  INPUT_OUTPUT(5, 5),

  /** EFBIG. */
  FILE_TOO_LARGE(27, 27),

  /** ENOSPC. */
  DISK_FULL(28, 28),

  /** EDQUOT, on Linux and on macOS. */
  QUOTA_REACHED(122, 69);

  private final int number;

  /** The number on another system, or a second number of the same meaning. */
  private final int otherNumber;

  SystemError(int number, int otherNumber) {
    this.number = number;
    this.otherNumber = otherNumber;
  }

  /** Tells whether an exception is LMDB's report of this error. */
  public boolean causes(Exception e) {
    return e instanceof LmdbNativeException reported
        && (reported.getResultCode() == number || reported.getResultCode() == otherNumber);
  }
}
