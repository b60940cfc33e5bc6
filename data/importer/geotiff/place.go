package geotiff

// place reads where the blocks are in the file.
func (l *layout) place(d *directory) error {
	offsets, sizes := tagStripOffsets, tagStripByteCounts
	if l.tiled {
		offsets, sizes = tagTileOffsets, tagTileByteCounts
	}
	var err error
	if l.offsets, err = d.integers(offsets, d.lim.Blocks); err != nil {
		return err
	}
	if l.sizes, err = d.integers(sizes, d.lim.Blocks); err != nil {
		return err
	}
	if l.sizes == nil && l.compression == compressionNone && l.offsets != nil {
		// Old programs left the sizes out where they follow from the rest.
		l.sizes = make([]uint64, len(l.offsets))
		for i := range l.sizes {
			l.sizes[i] = uint64(l.blockHeight) * l.rowBytes()
		}
		l.cutLastSizes()
	}
	l.splitStrip(d.src, d.lim)
	if err := l.check(d.lim); err != nil {
		return err
	}
	want := l.blocks()
	if len(l.offsets) < want {
		return wrong(offsets.String(), len(l.offsets), "there are %d blocks, each with its place", want)
	}
	if len(l.sizes) < want {
		return wrong(sizes.String(), len(l.sizes), "there are %d blocks, each with its size", want)
	}
	return nil
}

// rowBytes is the size of a row of a block, decoded.
func (l *layout) rowBytes() uint64 {
	return uint64(l.blockWidth) * uint64(l.perPixel()) * uint64(l.kind.bytes())
}

// cutLastSizes makes the last strip of each band as short as the image is.
func (l *layout) cutLastSizes() {
	if rest := l.height % l.blockHeight; rest > 0 && !l.tiled {
		for i := l.down - 1; i < len(l.sizes); i += l.down {
			l.sizes[i] = uint64(rest) * l.rowBytes()
		}
	}
}

// splitStrip cuts an image without compression that is one single strip into
// strips of bounded size, so that a large one is read like any other (libtiff does
// the same: strip chopping).
func (l *layout) splitStrip(src source, lim Limits) {
	if l.tiled || l.down != 1 || l.compression != compressionNone || len(l.offsets) != l.blocks() || len(l.sizes) != l.blocks() {
		return
	}
	const samples = 1 << 16
	rows := max(1, min(samples, lim.BlockPixels)/(l.blockWidth*l.perPixel()))
	down := (l.height + rows - 1) / rows
	if down <= 1 || down > lim.Blocks/len(l.offsets) {
		return
	}
	row := l.rowBytes()
	var offsets, sizes []uint64
	for i, at := range l.offsets {
		// Too short, left out, or not in the file: for the reader of blocks to say.
		if n := uint64(l.height) * row; l.sizes[i] < n || src.inside("", at, n) != nil {
			return
		}
		for k := range down {
			offsets = append(offsets, at+uint64(k*rows)*row)
			sizes = append(sizes, uint64(min(rows, l.height-k*rows))*row)
		}
	}
	l.offsets, l.sizes, l.blockHeight, l.down = offsets, sizes, rows, down
}
