"""Examples of the checks of maps."""

from studio.grading.examples.example import Example

FAMILIES = {
    "maps": "Layers of GeoJSON, GeoPackage and shapefile: features and attributes by key, shapes "
    "in a common projection, areas and lengths, the projection itself.",
}

EXAMPLES = {
    "map_features": Example(
        "parcels.geojson", {"key": ["parcel_id"], "attributes": ["owner", "land_use"]}
    ),
    "map_overlap": Example("flooded.gpkg#zones", {"at_least": 0.95}),
    "map_areas": Example(
        "parcels.shp", {"key": ["parcel_id"], "unit": "ha", "attribute": "area_ha"}
    ),
    "map_projection": Example("parcels.shp", {"crs": "EPSG:25832"}),
}
