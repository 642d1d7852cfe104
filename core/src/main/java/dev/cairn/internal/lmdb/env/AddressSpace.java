package dev.cairn.internal.lmdb.env;

import com.kenai.jffi.PageManager;

/** Tests whether this process has enough address space left for a memory map of a given size. */
final class AddressSpace {
  private AddressSpace() {}

  /**
   * Tells whether there is room for one more map, by making one that nothing is ever stored in.
   *
   * @return true also where it is too large to be tried
   */
  static boolean has(long bytes) {
    PageManager pages = PageManager.getInstance();
    long count = bytes / pages.pageSize() + 1;
    if (count > Integer.MAX_VALUE) {
      return true;
    }
    long address = pages.allocatePages((int) count, PageManager.PROT_READ);
    if (address == 0 || address == -1) {
      return false;
    }
    pages.freePages(address, (int) count);
    return true;
  }
}
