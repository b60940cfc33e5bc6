package geotiff

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// scale makes the number that is meant of the number that is stored.
type scale struct{ factor, offset float64 }

func (s scale) apply(values []float64) {
	if s.factor == 1 && s.offset == 0 {
		return
	}
	for i := range values {
		values[i] = values[i]*s.factor + s.offset
	}
}

// readScales reads the items of GDAL_METADATA whose role is scale or offset:
//
//	<GDALMetadata><Item name="SCALE" sample="0" role="scale">0.1</Item></GDALMetadata>
func readScales(d *directory, bands int) ([]scale, error) {
	scales := make([]scale, bands)
	for i := range scales {
		scales[i].factor = 1
	}
	text, err := d.text(tagMetadata)
	if err != nil || text == "" {
		return scales, err
	}
	var metadata struct {
		Items []struct {
			Sample int    `xml:"sample,attr"`
			Role   string `xml:"role,attr"`
			Value  string `xml:",chardata"`
		} `xml:"Item"`
	}
	if err := xml.Unmarshal([]byte(text), &metadata); err != nil {
		return nil, fmt.Errorf("%s: %w", tagMetadata, err)
	}
	for _, item := range metadata.Items {
		if item.Role != "scale" && item.Role != "offset" {
			continue
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(item.Value), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || item.Sample < 0 || item.Sample >= bands {
			return nil, wrong(tagMetadata.String(), fmt.Sprintf("%s %q of band %d", item.Role, item.Value, item.Sample+1),
				"is a finite number of one of %d bands", bands)
		}
		if item.Role == "scale" {
			scales[item.Sample].factor = v
		} else {
			scales[item.Sample].offset = v
		}
	}
	return scales, nil
}
